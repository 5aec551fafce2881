-- Publishes once, however often it is sent. KEYS: queue, body. ARGV: prefix, id, place, body, how long it is kept (ms), style
local kind = type_of(KEYS[1])
if kind ~= 'none' and kind ~= 'zset' and kind ~= 'list' then return { 'wrong-type', kind } end
local body_kind = type_of(KEYS[2])
if body_kind ~= 'none' and body_kind ~= 'string' then return { 'wrong-type', body_kind } end
local there = redis.call('GET', KEYS[2])
if there == ARGV[4] then return { 'already' } end
if there or redis.call('EXISTS', item_key(ARGV[2]), done_key(ARGV[2])) > 0 then return { 'taken' } end
publish_to(KEYS[1], KEYS[2], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6])
return { 'published' }

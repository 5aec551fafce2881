-- Lets one handoff of a group work at a time, in the order of the queue. A turn is worth what its lease is worth: it ends with
-- it, and needs no clock of its own. ARGV: prefix, id, token, group. Returns 'turn', 'wait' or 'lost'.
local id, group = ARGV[2], ARGV[4]
if not holds(id, ARGV[3]) then return 'lost' end
local waiters = own .. 'waiters:' .. group
local function is_leased(other) return redis.call('HGET', item_key(other), 'state') == 'leased' end
redis.call('HSET', item_key(id), 'group', group)
redis.call('ZADD', waiters, redis.call('HGET', item_key(id), 'score'), id)
local holder = redis.call('HGET', TURNS, group)
if holder == id then return 'turn' end
if holder and is_leased(holder) then return 'wait' end
for _, first in ipairs(redis.call('ZRANGE', waiters, 0, -1)) do
  if is_leased(first) then
    if first ~= id then return 'wait' end
    redis.call('HSET', TURNS, group, id)
    return 'turn'
  end
  redis.call('ZREM', waiters, first)
end
return 'wait'

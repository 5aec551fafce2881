-- Stores the outcome and publishes what follows from it, in one step and only by the holder of the lease.
-- KEYS: queue, then queue and body of each message. ARGV: prefix, id, token, how long the outcome is kept (ms), outcome,
-- digest, how long bodies are kept (ms), then id, place, body and style of each message
-- Returns 'done', 'already' when the same holder said so before, 'lost', or 'wrong-type' and the key.
local id, token, digest = ARGV[2], ARGV[3], ARGV[6]
local now = now_ms()
if not holds(id, token) then
  local done = redis.call('GET', done_key(id))
  if done and cjson.decode(done).token == token then return { 'already' } end
  return { 'lost' }
end
-- A script that fails half-way is not rolled back: everything that could be in the way is looked at before the first write.
for at = 2, #KEYS, 2 do
  local kind = type_of(KEYS[at])
  if kind ~= 'none' and kind ~= 'zset' and kind ~= 'list' then return { 'wrong-type', KEYS[at] } end
end
local message = 8
for at = 2, #KEYS, 2 do
  publish_to(KEYS[at], KEYS[at + 1], ARGV[message], tonumber(ARGV[message + 1]), ARGV[message + 2], ARGV[7], ARGV[message + 3])
  message = message + 4
end
local sha = redis.call('HGET', item_key(id), 'sha') or ''
local record = { token = token, sha = sha, digest = digest, outcome = ARGV[5], at = now }
redis.call('SET', done_key(id), cjson.encode(record), 'PX', ARGV[4])
give_up_turn(id)
redis.call('ZREM', LEASES, id)
redis.call('DEL', item_key(id))
count('done')
return { 'done' }

-- Puts a handoff back for another attempt, or aside when it had all of them.
-- ARGV: prefix, id, token, attempts that it gets, wait (ms), reason, detail. Returns 'retry', 'dead' or 'lost'.
local id = ARGV[2]
if not holds(id, ARGV[3]) then return 'lost' end
local now = now_ms()
give_up_turn(id)
redis.call('ZREM', LEASES, id)
redis.call('HSET', item_key(id), 'reason', ARGV[6], 'detail', ARGV[7])
if tonumber(redis.call('HGET', item_key(id), 'attempts')) >= tonumber(ARGV[4]) then
  bury(id, ARGV[6], ARGV[7], now)
  return 'dead'
end
delay(id, now + tonumber(ARGV[5]))
count('retries')
return 'retry'

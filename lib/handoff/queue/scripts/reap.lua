-- Takes back what dead or stopped workers hold. ARGV: prefix, attempts that a handoff gets, first wait (ms), longest wait (ms)
-- Returns how many get another attempt, and how many were put aside.
local attempts, first_ms, longest_ms = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local AT_ONCE = 100
local now = now_ms()
local back, aside = 0, 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', LEASES, '-inf', now, 'LIMIT', 0, AT_ONCE)) do
  redis.call('ZREM', LEASES, id)
  give_up_turn(id)
  local had = tonumber(redis.call('HGET', item_key(id), 'attempts') or 0)
  if had >= attempts then
    bury(id, 'lease-expired', 'its worker died or stopped ' .. had .. ' times', now)
    aside = aside + 1
  else
    delay(id, now + math.min(longest_ms, first_ms * 2 ^ (had - 1)))
    count('expired')
    back = back + 1
  end
end
return { back, aside }

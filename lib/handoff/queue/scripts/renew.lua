-- Extends leases that are still held. ARGV: prefix, lease (ms), then id and token of each. Returns 1 or 0 for each.
local until_ms = now_ms() + tonumber(ARGV[2])
local held = {}
for at = 3, #ARGV, 2 do
  local is_held = holds(ARGV[at], ARGV[at + 1])
  if is_held then redis.call('ZADD', LEASES, until_ms, ARGV[at]) end
  held[#held + 1] = is_held and 1 or 0
end
return held

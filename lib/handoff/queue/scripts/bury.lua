-- Puts a handoff aside that no further attempt would help. ARGV: prefix, id, token, reason, detail. Returns 'dead' or 'lost'.
local id = ARGV[2]
if not holds(id, ARGV[3]) then return 'lost' end
give_up_turn(id)
redis.call('ZREM', LEASES, id)
bury(id, ARGV[4], ARGV[5], now_ms())
return 'dead'

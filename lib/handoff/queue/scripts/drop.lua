-- Forgets a second copy of what is known already. ARGV: prefix, id, token. Returns 'dropped' or 'lost'.
local id = ARGV[2]
if not holds(id, ARGV[3]) then return 'lost' end
give_up_turn(id)
redis.call('ZREM', LEASES, id)
redis.call('DEL', item_key(id))
count('duplicates')
return 'dropped'

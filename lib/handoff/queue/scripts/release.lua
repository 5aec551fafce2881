-- Gives handoffs back that a stopping worker did not finish; the attempt does not count. ARGV: prefix, then id and token of each.
local released = 0
for at = 2, #ARGV, 2 do
  local id = ARGV[at]
  if holds(id, ARGV[at + 1]) then
    give_up_turn(id)
    redis.call('ZREM', LEASES, id)
    redis.call('HINCRBY', item_key(id), 'attempts', -1)
    make_ready(id)
    released = released + 1
  end
end
return released

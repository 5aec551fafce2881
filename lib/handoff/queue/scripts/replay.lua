-- Gives dead letters all their attempts again. ARGV: prefix, ids. Returns for each 'replayed', 'unknown' or 'cut off'.
local told = {}
for at = 2, #ARGV do
  local id = ARGV[at]
  if not redis.call('ZSCORE', DEAD, id) then
    told[#told + 1] = 'unknown'
  elseif string.sub(redis.call('HGET', item_key(id), 'problem') or '', 1, 8) == 'oversize' then
    told[#told + 1] = 'cut off'
  else
    redis.call('ZREM', DEAD, id)
    redis.call('HSET', item_key(id), 'attempts', 0)
    make_ready(id)
    count('replayed')
    told[#told + 1] = 'replayed'
  end
end
return told

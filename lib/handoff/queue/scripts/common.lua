-- What every script shares. KEYS[1] is the queue of the peers, ARGV[1] the prefix of what we keep of it.
-- Time is the server's: workers' clocks differ, and one that is stopped has none.
local own = ARGV[1]
local LEASES, DELAYED, READY, DEAD = own .. 'leases', own .. 'delayed', own .. 'ready', own .. 'dead'
local COUNTS, TURNS = own .. 'counts', own .. 'turns'

local function item_key(id) return own .. 'item:' .. id end
local function done_key(id) return own .. 'done:' .. id end

local function now_ms()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function type_of(key) return redis.call('TYPE', key).ok end

local function count(what) redis.call('HINCRBY', COUNTS, what, 1) end

-- A token that is current belongs to the one worker that may still decide about the handoff.
local function holds(id, token)
  local found = redis.call('HMGET', item_key(id), 'state', 'token')
  return found[1] == 'leased' and found[2] == token
end

local function give_up_turn(id)
  local group = redis.call('HGET', item_key(id), 'group')
  if not group then return end
  redis.call('ZREM', own .. 'waiters:' .. group, id)
  if redis.call('HGET', TURNS, group) == id then redis.call('HDEL', TURNS, group) end
  redis.call('HDEL', item_key(id), 'group')
end

local function make_ready(id)
  redis.call('ZADD', READY, redis.call('HGET', item_key(id), 'score'), id)
  redis.call('HSET', item_key(id), 'state', 'ready', 'token', '')
end

local function delay(id, until_ms)
  redis.call('ZADD', DELAYED, until_ms, id)
  redis.call('HSET', item_key(id), 'state', 'delayed', 'token', '')
end

local function bury(id, reason, detail, now)
  redis.call('ZADD', DEAD, now, id)
  redis.call('HSET', item_key(id), 'state', 'dead', 'token', '', 'reason', reason, 'detail', detail)
  count('dead')
end

-- Takes the next handoff and leases it in one step: it is never in nobody's hands.
-- ARGV: prefix, lease (ms), worker, largest body (bytes), prefix of bodies
-- Returns: 'empty' and ms until the next one is due, or -1
--          'wrong-type' and the type of the queue's key
--          'taken', id, token, attempt, body, what is wrong with the body, the id that it shares with another
local lease_ms, worker = tonumber(ARGV[2]), ARGV[3]
local largest, body_prefix = tonumber(ARGV[4]), ARGV[5]
local EXCERPT, AT_ONCE, LONGEST_ID = 1024, 100, 200
local now = now_ms()

-- A body as it is kept: whole, or its beginning when it is too large to be handled.
local function checked(body)
  if #body > largest then return string.sub(body, 1, EXCERPT), 'oversize:' .. #body end
  return body, ''
end

local function body_of(id)
  local key = body_prefix .. id
  local kind = type_of(key)
  if kind == 'none' then return false, 'missing' end
  if kind ~= 'string' then return false, 'wrong-type:' .. kind end
  local size = redis.call('STRLEN', key)
  if size > largest then return redis.call('GETRANGE', key, 0, EXCERPT - 1), 'oversize:' .. size end
  return redis.call('GET', key), ''
end

local function text_id(value) return type(value) == 'string' and value ~= '' and #value <= LONGEST_ID and value end

-- The id that a message of a list says of itself; without one, its content names it.
local function id_within(body)
  local ok, message = pcall(cjson.decode, body)
  if ok and type(message) == 'table' then
    local outer = text_id(message.handoff_id)
    if type(message.payload) == 'string' then
      local inner_ok, inner = pcall(cjson.decode, message.payload)
      message = inner_ok and type(inner) == 'table' and inner or {}
    elseif type(message.payload) == 'table' then
      message = message.payload
    end
    local metadata = message.metadata
    local id = type(metadata) == 'table' and text_id(metadata.handoff_id) or outer
    if id then return id end
  end
  return 'unnamed~' .. redis.sha1hex(body)
end

local function lease(id, conflict)
  local key = item_key(id)
  local token = tostring(redis.call('INCR', own .. 'tokens'))
  local attempt = redis.call('HINCRBY', key, 'attempts', 1)
  redis.call('HSET', key, 'state', 'leased', 'token', token, 'worker', worker, 'takenAt', now)
  redis.call('ZADD', LEASES, now + lease_ms, id)
  local found = redis.call('HMGET', key, 'body', 'problem')
  count('taken')
  return { 'taken', id, token, attempt, found[1] or '', found[2] or '', conflict or redis.call('HGET', key, 'conflict') or '' }
end

local function keep(id, score, body, problem, source)
  local fields = { 'score', score, 'problem', problem, 'source', source, 'attempts', 0, 'firstAt', now }
  if body then
    fields[#fields + 1] = 'body'
    fields[#fields + 1] = body
    fields[#fields + 1] = 'sha'
    fields[#fields + 1] = redis.sha1hex(body)
  end
  redis.call('HSET', item_key(id), unpack(fields))
end

-- What is known already is taken once; what only has the same id is looked at by a worker.
local function admit(id, score, body, problem, source)
  local known
  local done = redis.call('GET', done_key(id))
  if done then known = cjson.decode(done).sha end
  if not done and redis.call('EXISTS', item_key(id)) == 1 then
    known = redis.call('HGET', item_key(id), 'sha')
    local lacked_body = not known and redis.call('HGET', item_key(id), 'state') == 'dead'
    if lacked_body and body then
      redis.call('ZREM', DEAD, id)
      redis.call('DEL', item_key(id))
    elseif not known then
      count('duplicates')
      return nil
    end
    if lacked_body then known = nil end
  end
  if not known then
    keep(id, score, body, problem, source)
    return lease(id)
  end
  local sha = body and redis.sha1hex(body)
  if not sha or sha == known then
    count('duplicates')
    return nil
  end
  local other = id .. '~' .. string.sub(sha, 1, 12)
  if redis.call('EXISTS', item_key(other), done_key(other)) > 0 then
    count('duplicates')
    return nil
  end
  keep(other, score, body, problem, source)
  redis.call('HSET', item_key(other), 'conflict', id)
  return lease(other, id)
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', DELAYED, '-inf', now, 'LIMIT', 0, AT_ONCE)) do
  redis.call('ZREM', DELAYED, id)
  make_ready(id)
end

local kind = type_of(KEYS[1])
for _ = 1, AT_ONCE do
  local ready = redis.call('ZRANGE', READY, 0, 0, 'WITHSCORES')
  local waiting = {}
  if kind == 'zset' then waiting = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES') end
  if ready[1] and (not waiting[1] or tonumber(ready[2]) <= tonumber(waiting[2])) then
    local id = ready[1]
    redis.call('ZREM', READY, id)
    if redis.call('HEXISTS', item_key(id), 'body') == 0 then
      local body, problem = body_of(id)
      redis.call('HSET', item_key(id), 'problem', problem)
      if body then redis.call('HSET', item_key(id), 'body', body, 'sha', redis.sha1hex(body)) end
    end
    return lease(id)
  end
  local taken
  if waiting[1] then
    redis.call('ZREM', KEYS[1], waiting[1])
    local body, problem = body_of(waiting[1])
    taken = admit(waiting[1], waiting[2], body, problem, 'sorted')
  elseif kind == 'list' then
    local message = redis.call('RPOP', KEYS[1])
    if not message then break end
    local body, problem = checked(message)
    -- Lists know no priority: who came first. 3 is the place of normal ones.
    taken = admit(id_within(body), string.format('%.17g', 3 + now * 1e6 / 1e18), body, problem, 'list')
  else
    break
  end
  if taken then return taken end
end

if kind ~= 'zset' and kind ~= 'list' and kind ~= 'none' then return { 'wrong-type', kind } end
local next_due = redis.call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')
return { 'empty', next_due[2] and math.max(0, tonumber(next_due[2]) - now) or -1 }

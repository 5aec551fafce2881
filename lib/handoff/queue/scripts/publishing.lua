-- Writes a message as its readers expect it: on a list the JSON itself, else the id by priority and the body beside it.
local function publish_to(queue, body_key, id, place, body, body_ms, style)
  redis.call('SET', body_key, body, 'PX', body_ms)
  local kind = type_of(queue)
  if kind == 'list' or (kind == 'none' and style == 'list') then
    redis.call('LPUSH', queue, body)
  else
    local time = redis.call('TIME')
    local nanoseconds = (tonumber(time[1]) * 1e6 + tonumber(time[2])) * 1e3
    redis.call('ZADD', queue, string.format('%.17g', place + nanoseconds / 1e18), id)
  end
end

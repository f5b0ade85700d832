-- Counts the answers that are not 2xx. Given a file of paths, POSTs once to each of them, or GETs
-- each in turn, again and again.
local thread_of_wrk, paths, last

function setup(thread) thread_of_wrk = thread end

function init(arguments)
  bad = 0
  if arguments[1] == "GET" then
    turns, turn = {}, 0
    for path in io.lines(arguments[2]) do turns[#turns + 1] = wrk.format("GET", path) end
  elseif arguments[1] == "POST" then
    paths = io.lines(arguments[2])
    if arguments[3] then
      local file = io.open(arguments[3])
      body = file:read("a")
      file:close()
    end
  end
end

function request()
  if turns then
    turn = turn % #turns + 1
    return turns[turn]
  end
  if not paths then return wrk.format() end
  local path = paths()
  if not path then
    -- Out of paths: a path sent twice would only be replayed, so the run is told as failed.
    exhausted = true
    return wrk.format("GET", "/livez")
  end
  local headers = {}
  for name, value in pairs(wrk.headers) do headers[name] = value end
  headers["Idempotency-Key"] = path
  return wrk.format("POST", path, headers, body)
end

function response(status, _, body)
  if status >= 200 and status <= 299 then return end
  bad = bad + 1
  if bad == 1 then io.stderr:write(status .. " " .. body .. "\n") end
end

function done(summary, latency)
  local wrong = thread_of_wrk:get("bad") + summary.errors.connect + summary.errors.read
  wrong = wrong + summary.errors.write + summary.errors.timeout
  if thread_of_wrk:get("exhausted") then wrong = wrong + 1 end
  print(string.format('{"requests": %d, "seconds": %f, "bad": %d, "p95_ms": %f}',
    summary.requests, summary.duration / 1e6, wrong, latency:percentile(95) / 1000))
end

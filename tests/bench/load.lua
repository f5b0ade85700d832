-- Counts the answers that are not 2xx; given a file of paths, POSTs once to each of them.
local thread_of_wrk, paths, last

function setup(thread) thread_of_wrk = thread end

function init(arguments)
  bad = 0
  if arguments[1] then
    paths = io.lines(arguments[1])
    if arguments[2] then
      local file = io.open(arguments[2])
      body = file:read("a")
      file:close()
    end
  end
end

function request()
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

function done(summary)
  local wrong = thread_of_wrk:get("bad") + summary.errors.connect + summary.errors.read
  wrong = wrong + summary.errors.write + summary.errors.timeout
  if thread_of_wrk:get("exhausted") then wrong = wrong + 1 end
  print(string.format('{"requests": %d, "seconds": %f, "bad": %d}',
    summary.requests, summary.duration / 1e6, wrong))
end

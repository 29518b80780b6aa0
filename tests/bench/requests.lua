-- Requests for wrk: the lines of a file in random order, each a path, or a path and a range after a tab.
-- At the end it prints one line of JSON with what was counted.

local prepared = {}

function init(arguments)
    math.randomseed(20261122)
    for line in io.lines(arguments[1]) do
        local path, range = line:match("^([^\t]+)\t(.+)$")
        local headers = range and { Range = "bytes=" .. range } or nil
        prepared[#prepared + 1] = wrk.format("GET", path or line, headers)
    end
end

function request()
    return prepared[math.random(#prepared)]
end

function done(summary, latency)
    local failed = summary.errors.status + summary.errors.connect + summary.errors.read
        + summary.errors.write + summary.errors.timeout
    io.write(string.format(
        '\n{"answers": %d, "bytes": %.0f, "seconds": %f, "failed": %d, "p50": %f, "p99": %f, "worst": %f}\n',
        summary.requests, summary.bytes, summary.duration / 1e6, failed,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end

using System.Diagnostics;
using System.Globalization;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>Reads another process's memory at equal distances until it ends, on a thread of its own.</summary>
internal sealed class MemorySampler
{
    private readonly Process _process;
    private readonly string _program;
    private readonly Func<long>? _charge;
    private readonly TimeSpan _interval;
    private readonly List<MemoryPoint> _points = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Thread _thread;
    private long _highWater;

    /// <param name="process">Started a moment ago.</param>
    /// <param name="program">What it becomes: what it was before, a shell or a copy of this process, is not of interest.</param>
    /// <param name="charge">Reads its container's charge; null without one.</param>
    /// <param name="interval">The distance.</param>
    public MemorySampler(Process process, string program, Func<long>? charge, TimeSpan interval)
    {
        (_process, _program, _charge, _interval) = (process, program, charge, interval);
        _thread = new Thread(Run) { IsBackground = true, Name = "memory sampler" };
        _thread.Start();
    }

    /// <summary>The whole course, when the process has ended.</summary>
    public MemoryCourse Finish()
    {
        _thread.Join();
        return MemoryCourse.Of(_points, _highWater);
    }

    private void Run()
    {
        var began = false;
        while (!_process.HasExited)
        {
            began = began || IsProgram();
            if (began && !TrySample())
            {
                return;
            }

            Thread.Sleep(_interval);
        }
    }

    private bool IsProgram()
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{_process.Id}/exe", returnFinalTarget: false)?.FullName == _program;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private bool TrySample()
    {
        try
        {
            long rss = 0;
            foreach (var line in File.ReadLines($"/proc/{_process.Id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    _highWater = Math.Max(_highWater, Kilobytes(line));
                }
                else if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                {
                    rss = Kilobytes(line);
                    break;
                }
            }

            if (rss > 0)
            {
                _points.Add(new MemoryPoint(Stopwatch.GetElapsedTime(_began).TotalSeconds, rss, _charge?.Invoke() ?? 0));
            }

            return true;
        }
        catch (IOException)
        {
            // It has ended between two looks.
            return false;
        }
    }

    private static long Kilobytes(string line)
    {
        var number = line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).Trim();
        return long.Parse(number[..number.IndexOf(' ')], CultureInfo.InvariantCulture) * 1024;
    }
}

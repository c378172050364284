using System.ComponentModel.DataAnnotations;

namespace Worker;

/// <summary>The section <c>Worker</c> of appsettings.json; the library's own options are in <c>Inventory</c>.</summary>
internal sealed class WorkerOptions
{
    [Required]
    public string Project { get; set; } = "";

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Replaced by each run that ends complete or partial.</summary>
    [Required]
    public string Output { get; set; } = "inventory.ndjson";

    /// <summary>After so many runs the service ends by itself; 0: it goes on.</summary>
    [Range(0, int.MaxValue)]
    public int Runs { get; set; }

    /// <summary>Whether metrics and activities are written to the console, where they are hundreds of thousands of lines.</summary>
    public bool ConsoleTelemetry { get; set; }
}

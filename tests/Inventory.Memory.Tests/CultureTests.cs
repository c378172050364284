using System.Globalization;
using Inventory.Memory.Doctor;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Tests;

/// <summary>
/// What is written for people is the same whatever culture they have. <c>.ci/run</c> runs the unit tests once more under
/// de-DE (a comma before decimals, points between thousands) and tr-TR (an I that is not upper case of i).
/// </summary>
public sealed class CultureTests
{
    /// <summary>With invariant globalization every culture is the invariant one, and no test would see anything.</summary>
    [Fact]
    public void Settings_OfTheTests_KnowCultures() => Assert.Equal("1,5", 1.5.ToString(CultureInfo.GetCultureInfo("de-DE")));

    /// <summary>The variable is what <c>.ci/run</c> sets beside LC_ALL: a run that did not have its culture would show nothing.</summary>
    [Fact]
    public void Culture_OfARunUnderOne_IsInForce() =>
        Assert.Equal(Environment.GetEnvironmentVariable("INVENTORY_TEST_CULTURE") ?? CultureInfo.CurrentCulture.Name, CultureInfo.CurrentCulture.Name);

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Doctor_UnderACulture_WritesNumbersAsEverywhere(string culture)
    {
        using var there = new UnderCulture(culture);
        var diagnosis = new MemoryDiagnosis
        {
            StallPercent = 12.5,
            GcPausePercent = 10.5,
            Sample = new MemorySample { Pressing = new MemoryGauge { Name = MemoryGauge.User, UsageBytes = 1135 << 20, LimitBytes = 100 << 20, LimitSource = "a test" } },
        };
        var evidence = DiagnosisRules.Apply(diagnosis).Select(finding => finding.Evidence).ToList();
        Assert.Contains("1135.0MiB of 100.0MiB are in use (1135 %, user: a test).", evidence);
        Assert.Contains("Tasks waited for memory in 12.5 % of the last 10 s.", evidence);
        Assert.Contains("Collections have taken 10.5 % of the time.", evidence);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void OptionsValidation_UnderACulture_WritesNumbersAsEverywhere(string culture)
    {
        using var there = new UnderCulture(culture);
        var problem = Assert.Single(new MemoryMonitorOptions { LimitPercent = 100.5 }.FindProblems());
        Assert.Equal("Options.LimitPercent is 100.5; it must be above 0 and at most 100.", problem.ToText("Options"));
        Assert.Equal("must be above ElevatedRatio (0.95)", Assert.Single(new MemoryGovernorOptions { ElevatedRatio = 0.95, CriticalRatio = 0.94, LeaveMargin = 0 }.FindProblems()).Rule);
    }
}

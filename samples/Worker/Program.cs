using Inventory.Memory.Diagnostics;
using Inventory.Memory.GoogleCloud.Emulator;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Worker;

// Google's list APIs on loopback, so that this runs without an account. Leave it out, and the endpoint with it, to
// collect your own project with the credentials of the environment.
await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 200 });

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddGoogleCloudInventory(google => google.Endpoint = emulator.ServiceEndpoint);

// Checked when the host starts, and followed while it runs: change the limit in appsettings.json and it is in force.
builder.Services.AddInventoryMemory(builder.Configuration.GetSection("Inventory"));
builder.Services.AddHealthChecks().AddInventoryMemory();

// AddOtlpExporter (OpenTelemetry.Exporter.OpenTelemetryProtocol) sends on what there is. On the console a run's activities
// are some hundred thousand lines, in which its result would not be found: --Worker:ConsoleTelemetry=true shows them.
if (builder.Configuration.GetValue<bool>("Worker:ConsoleTelemetry"))
{
    builder.Services.AddOpenTelemetry()
        .WithMetrics(static metrics => metrics.AddMeter(InventoryDiagnostics.MeterName).AddConsoleExporter())
        .WithTracing(static traces => traces.AddSource(InventoryDiagnostics.ActivitySourceName).AddConsoleExporter());
}

builder.Services.AddOptions<WorkerOptions>().Bind(builder.Configuration.GetSection("Worker")).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddHostedService<InventoryWorker>();

await using var application = builder.Build();
application.MapHealthChecks("/health");
await application.RunAsync();

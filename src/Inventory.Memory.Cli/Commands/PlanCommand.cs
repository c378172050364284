using System.CommandLine;
using Inventory.Memory.Cli.Plan;

namespace Inventory.Memory.Cli.Commands;

/// <summary><c>inventory plan</c>: what would be called.</summary>
internal static class PlanCommand
{
    private static readonly Option<bool> s_json = new("--json") { Description = "As JSON, an object a line.", Arity = ArgumentArity.Zero };

    public static Command Create(Interruption interruption)
    {
        var command = new Command("plan", "Show what would be called: projects, types, scopes, requests at least. Lists no resources.") { s_json };
        foreach (var option in CollectOptions.ForPlan)
        {
            command.Add(option);
        }

        command.SetAction((parsed, _) => new PlanJob(CollectOptions.Read(parsed), parsed.GetValue(s_json), interruption).RunAsync());
        return command;
    }
}

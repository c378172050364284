using System.CommandLine;
using Inventory.Memory.Cli.Values;

namespace Inventory.Memory.Cli.Commands;

/// <summary>Options that are written <c>on</c> or <c>off</c>.</summary>
internal static class SwitchOption
{
    public static Option<Switch?> Create(string name, string description) => new(name)
    {
        HelpName = "on|off",
        Arity = ArgumentArity.ExactlyOne,
        Description = description,
        CustomParser = result => CollectOptions.Read(
            result,
            CollectOptions.Value(result) switch { "on" => Switch.On, "off" => Switch.Off, _ => (Switch?)null },
            "on or off"),
    };
}

namespace Inventory.Memory.Cli.Output;

/// <summary>
/// What was said of the run as a whole, and of no project or node: places that nobody knows, projects that could not be
/// found, lists that a deadline has left over. With its remedy, for the terminal.
/// </summary>
internal sealed class RunProblems
{
    /// <summary>So many are told; the records have all.</summary>
    private const int Max = 5;

    private readonly List<string> _messages = [];

    public IReadOnlyList<string> Messages => _messages;

    public void Add(InventoryError error)
    {
        if (error is { Project: null, Parent: null } && _messages.Count < Max)
        {
            _messages.Add(error.Message);
        }
    }
}

// What is too long for a test, and what is printed for the documentation. See docs/reliability.md.
using Inventory.Memory.Reliability.Matrix;

switch (args)
{
    case ["matrix"]:
        Console.Write(MatrixTable.Write(await FaultMatrix.RunAsync(CancellationToken.None)));
        return 0;
    default:
        Console.Error.WriteLine("usage: Reliability matrix");
        return 2;
}

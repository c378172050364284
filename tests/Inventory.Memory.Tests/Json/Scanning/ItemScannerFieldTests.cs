using System.Text;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>Which properties the scanner notes, and what it leaves to the parser, wherever in a block that stands and wherever the bytes are cut.</summary>
public sealed class ItemScannerFieldTests
{
    /// <summary>A little more than a block: whatever stands behind it has been at every place of one.</summary>
    private const int MostPadding = 66;

    private const int MaxDepth = 12;

    [Theory]
    [InlineData("""{"p":"~","selfLinkWithId":"right"}""")]
    [InlineData("""{"p":"~","k":"selfLinkWithId","selfLinkWithId":"right"}""")]
    [InlineData("""{"p":"~", "k" :   "selfLinkWithId" , "selfLinkWithId" : "right" }""")]
    [InlineData("""{"p":"~","o":{"selfLinkWithId":"wrong"},"a":[{"selfLinkWithId":"wrong"},"selfLinkWithId"],"selfLinkWithId":"right"}""")]
    [InlineData("""{"o":{"p":"~","selfLinkWithId":"wrong"},"selfLinkWithId":"right"}""")]
    [InlineData("""{"o":[[[["~",{},{"a":[]}]]],{}],"selfLinkWithId":"right"}""")]
    [InlineData("""{"selfLinkWithId":"right","p":"~","selfLinkWithId":"wrong"}""")]
    [InlineData("""{"p":"~","selfLinkWithId":{"selfLinkWithId":"wrong"},"selfLinkWithId":"wrong"}""", "")]
    [InlineData("""{"p":"\" ,\"~\n ,\"\\\u00e4~\t","selfLinkWithId":"right"}""")]
    [InlineData("""{"p":"~","k":" ,\"\\\" ,\"","selfLinkWithId":"right"}""")]
    [InlineData("""{"selfLinkWithId":"right","o":{"p":"~","a\u0062":"\\\" ,\"\n"},"id":1}""")]
    public void Scan_WantedName_IsTheFirstOneDirectlyInTheItem(string template, string expected = "right") =>
        Check(template, (outcome, text) => Assert.Equal((ScanOutcome.Ended, expected), (outcome, text)));

    [Theory]
    [InlineData("""{"p":"~","self\u004cinkWithId":1}""")]
    [InlineData("""{"p":"~","\u0073\u0065\u006c\u0066\u004c\u0069\u006e\u006b\u0057\u0069\u0074\u0068\u0049\u0064":1}""")]
    [InlineData("""{"p":"~" ,  "selfLinkWith\u0049d" : 1}""")]
    [InlineData("{\"o\":[[[\"~~\",\"\n\",\"~~\"]]]}")]
    [InlineData("""{"o":[[["~~",\"","~~"]]],"x":1}""")]
    [InlineData("""{"o":[["~~",[[[[[[[[[[[]]]]]]]]]]],"~~"]]}""")]
    public void Scan_DoubtfulPlace_IsLeftToTheParser(string template) => Check(template, (outcome, _) => Assert.Equal(ScanOutcome.Unsure, outcome));

    private static void Check(string template, Action<ScanOutcome, string> check)
    {
        for (var padding = 0; padding <= MostPadding; padding++)
        {
            // What stands behind an item is none of its business, however wrong.
            var item = Encoding.UTF8.GetBytes(template.Replace("~", new string('x', padding), StringComparison.Ordinal) + ",{\"b\":\"\\q\n\",01.,]}      ");
            for (var cut = 1 + (padding % 13); cut <= item.Length + 13; cut += 13)
            {
                foreach (var step in ScanSteps.All)
                {
                    var (outcome, text) = Scan(step, item, Math.Min(cut, item.Length), validate: true);
                    check(outcome, text);
                    (outcome, text) = Scan(step, item, Math.Min(cut, item.Length), validate: false);
                    check(outcome, text);
                }
            }
        }
    }

    private static (ScanOutcome Outcome, string Text) Scan(ScanStep step, byte[] item, int cut, bool validate)
    {
        var finder = new FieldFinder(["\"selfLinkWithId\""u8.ToArray()]);
        var scanner = new ItemScanner(finder, validate, MaxDepth);
        var outcome = step(ref scanner, item.AsSpan(0, cut));
        outcome = outcome == ScanOutcome.Unfinished ? step(ref scanner, item) : outcome;
        var fields = new FieldRange[1];
        if (outcome == ScanOutcome.Ended)
        {
            finder.Resolve(item.AsSpan(0, scanner.Length), fields);
        }

        return (outcome, Encoding.UTF8.GetString(item, fields[0].Start, fields[0].Length));
    }
}

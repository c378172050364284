using System.Globalization;
using System.Text;

namespace Inventory.Memory.Cli.Progress;

/// <summary>Lines at the end of a terminal that replace each other, with a label before each.</summary>
/// <remarks>
/// After a drawing the cursor stands at the first of them: what is drawn next, or written by somebody else, begins there, also
/// after the window has changed its width.
/// </remarks>
internal sealed class TerminalLines
{
    private const int LabelWidth = 12;
    private const string ToEndOfLine = "\e[K", ToEndOfScreen = "\e[J", NoWrap = "\e[?7l", Wrap = "\e[?7h";

    private readonly StringBuilder _text = new();
    private readonly bool _hasColors = Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
    private int _lines;

    public void Begin(string label)
    {
        // A line longer than the window is wide is cut at its edge: the number of lines has to be known.
        _text.Append(_lines == 0 ? NoWrap : ToEndOfLine + "\n");
        _lines++;
        Add(label.PadRight(LabelWidth), TerminalStyle.Grey);
    }

    public void Add(string text, TerminalStyle style = TerminalStyle.Plain)
    {
        var isStyled = _hasColors && style != TerminalStyle.Plain;
        if (isStyled)
        {
            Escape((int)style, 'm');
        }

        _text.Append(TerminalText.Clean(text));
        if (isStyled)
        {
            Escape(0, 'm');
        }
    }

    /// <summary>Shows the lines that were begun since, in one write: nothing is seen half drawn, and wrapping is never left off.</summary>
    public void Draw()
    {
        _text.Append(ToEndOfLine).Append('\r');
        if (_lines > 1)
        {
            Escape(_lines - 1, 'A');
        }

        _text.Append(Wrap);
        Write(_text);
        _text.Clear();
        _lines = 0;
    }

    public void Clear()
    {
        Write(_text.Clear().Append('\r').Append(ToEndOfScreen));
        _text.Clear();
        _lines = 0;
    }

    private static void Write(StringBuilder text)
    {
        try
        {
            Console.Error.Write(text.ToString());
        }
        catch (IOException)
        {
            // The terminal has gone; the data may still be wanted.
        }
    }

    private void Escape(int number, char end) => _text.Append(CultureInfo.InvariantCulture, $"\e[{number}{end}");
}

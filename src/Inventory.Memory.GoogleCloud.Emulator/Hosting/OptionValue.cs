using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>Options whose value is no text. What cannot be read is an error with the option, the value and what to write instead.</summary>
internal static class OptionValue
{
    public static Option<long> Number(string name, string description, long byDefault, long least, long most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => ReadNumber(result, name, least, most) ?? 0,
    };

    /// <summary>One that need not be given.</summary>
    public static Option<int?> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        CustomParser = result => (int?)ReadNumber(result, name, least, most),
    };

    /// <summary>One of the names of an enumeration.</summary>
    public static Option<T> Name<T>(string name, string description, T byDefault)
        where T : struct, Enum => new(name)
        {
            HelpName = string.Join('|', Enum.GetNames<T>()),
            Description = description,
            DefaultValueFactory = _ => byDefault,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Enum.GetNames<T>().FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
                {
                    return Enum.Parse<T>(known);
                }

                result.AddError($"{name} is '{text}'; write {string.Join(" or ", Enum.GetNames<T>())}.");
                return default;
            },
        };

    private static long? ReadNumber(ArgumentResult result, string name, long least, long most)
    {
        var text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; write a number from {least} to {most}."));
        return null;
    }
}

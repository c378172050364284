using System.Globalization;
using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// What can be read out of an error's body: Google's object, the same in an array, the flat form of the OAuth
/// servers. HTML, nothing, and bodies that are cut in the middle give what there is.
/// </summary>
internal sealed class ErrorBody
{
    /// <summary>More of an error is not read: the longest recorded one has under 2 KB.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxReasons = 16;
    private int _messageDepth = int.MaxValue;
    private string? _consumer;

    public int? Code { get; private set; }

    public string? Message { get; private set; }

    public string? Status { get; private set; }

    public List<string> Reasons { get; } = [];

    /// <summary>RetryInfo's delay.</summary>
    public TimeSpan? RetryDelay { get; private set; }

    /// <summary>The project that the answer is about, by its number or its id: as ErrorInfo has it, else as the message says it.</summary>
    public string? Consumer => _consumer ?? ConsumerName.InMessage(Message);

    /// <summary>The API that the answer is about, such as <c>cloudkms.googleapis.com</c>, where ErrorInfo says it.</summary>
    public string? Service { get; private set; }

    /// <summary>The permission that is missing, such as <c>compute.disks.list</c>, where ErrorInfo says it.</summary>
    public string? Permission { get; private set; }

    /// <summary>Whether the answer was an error in one of the known shapes.</summary>
    public bool IsKnownShape => Code is not null || Message is not null || Status is not null || Reasons.Count > 0;

    public static ErrorBody Parse(ReadOnlySpan<byte> json)
    {
        var body = new ErrorBody();
        var reader = new Utf8JsonReader(json.StartsWith("\uFEFF"u8) ? json[3..] : json, isFinalBlock: false, default);
        try
        {
            body.Read(ref reader);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // HTML, or cut, or text that is not UTF-8: what was read before is all there is.
        }

        return body;
    }

    private void Read(ref Utf8JsonReader reader)
    {
        string? property = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    property = ServerText.Read(ref reader);
                    break;
                case JsonTokenType.String when property is not null:
                    Note(property, ServerText.Read(ref reader), reader.CurrentDepth);
                    property = null;
                    break;
                case JsonTokenType.Number when property == "code" && Code is null && reader.TryGetInt32(out var code):
                    Code = code;
                    break;
                default:
                    property = null;
                    break;
            }
        }
    }

    private void Note(string property, string value, int depth)
    {
        switch (property)
        {
            case "message" or "error_description" when depth < _messageDepth:
                (Message, _messageDepth) = (value, depth);
                break;
            case "status":
                Status ??= value;
                break;
            case "reason" or "error" when Reasons.Count < MaxReasons:
                Reasons.Add(value);
                break;
            case "consumer":
                _consumer ??= ConsumerName.Parse(value);
                break;
            case "service":
                Service ??= value;
                break;
            case "permission":
                Permission ??= value;
                break;
            case "retryDelay" when value.EndsWith('s')
                && double.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds is >= 0 and < 86_400:
                RetryDelay = TimeSpan.FromSeconds(seconds);
                break;
            default:
                break;
        }
    }
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Funeng.Feel.Values;

namespace Funeng.Host.Commands;

/// <summary>FEEL values as JSON: dates, times and durations as strings, numbers with all their digits.</summary>
internal static class FeelJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(FeelValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static FeelValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => FeelValue.True,
        JsonValueKind.False => FeelValue.False,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => FeelNumber.Parse(element.GetRawText()),
        JsonValueKind.Array => FeelList.From(element.EnumerateArray().Select(Read)),
        JsonValueKind.Object => ReadObject(element),
        _ => FeelValue.Null,
    };

    private static FeelValue ReadObject(JsonElement element)
    {
        var context = new FeelContext.Builder();
        foreach (var property in element.EnumerateObject())
            context.TryAdd(property.Name, Read(property.Value));
        return context.Build();
    }

    private static void Write(Utf8JsonWriter writer, FeelValue value)
    {
        switch (value.Kind)
        {
            case FeelKind.Null:
                writer.WriteNullValue();
                break;
            case FeelKind.Boolean:
                writer.WriteBooleanValue(value.IsTrue);
                break;
            case FeelKind.Number:
                writer.WriteRawValue(value.ToText());
                break;
            case FeelKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case FeelKind.Context:
                writer.WriteStartObject();
                foreach (var (name, entry) in value.AsContext().Names.Zip(value.AsContext().Values))
                {
                    writer.WritePropertyName(name);
                    Write(writer, entry);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(value.ToText());
                break;
        }
    }
}

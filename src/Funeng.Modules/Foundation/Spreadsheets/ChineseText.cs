using System.Text;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>What is needed to read Chinese as people type it: encodings, full-width forms, blanks of all kinds.</summary>
public static class ChineseText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Encoding Gb18030 { get; } = CreateGb18030();

    /// <summary>Decodes text by its mark, as strict UTF-8, or else as GB 18030; null when it is none of them.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        return DecodeStrictly(StrictUtf8, bytes) ?? DecodeStrictly(Gb18030, bytes);
    }

    /// <summary>Full-width letters, digits and signs become half-width; every blank becomes a space and the ends are trimmed.</summary>
    public static string HalfWidth(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            switch (character)
            {
                case >= '\uFF01' and <= '\uFF5E':
                    result.Append((char)(character - 0xFEE0));
                    break;
                case '\u200B' or '\uFEFF' or '\u200E' or '\u200F' or '\u2060':
                    break;
                case '￥':
                    result.Append('¥');
                    break;
                case '。':
                    result.Append('.');
                    break;
                case '、':
                    result.Append(',');
                    break;
                default:
                    result.Append(char.IsWhiteSpace(character) ? ' ' : character);
                    break;
            }
        }

        return result.ToString().Trim();
    }

    /// <summary>Text without what neither XML nor a database can carry: control characters, half of a surrogate pair, U+FFFE and U+FFFF.</summary>
    public static string WithoutStray(string text)
    {
        var isSound = true;
        for (var index = 0; isSound && index < text.Length; index++)
        {
            isSound = text[index] is >= ' ' and < '\uD800' or '\t' or '\n' or '\r';
        }

        if (isSound)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                result.Append(text[index]).Append(text[++index]);
            }
            else if (System.Xml.XmlConvert.IsXmlChar(text[index]))
            {
                result.Append(text[index]);
            }
        }

        return result.ToString();
    }

    private static bool IsPlain(string text)
    {
        foreach (var character in text)
        {
            if (character is < '!' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static string? DecodeStrictly(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding CreateGb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}

using System.Globalization;
using System.Text;

namespace Funeng.Feel.Syntax;

/// <summary>The text of types, parameters and string literals.</summary>
internal static class SyntaxText
{
    public static string Of(Parameter parameter) =>
        parameter.Type is null ? parameter.Name : $"{parameter.Name}: {Of(parameter.Type)}";

    public static string Of(TypeSyntax type) => type switch
    {
        NamedTypeSyntax named => named.Name,
        ListTypeSyntax list => $"list<{Of(list.Element)}>",
        RangeTypeSyntax range => $"range<{Of(range.Element)}>",
        ContextTypeSyntax context => $"context<{string.Join(", ", context.Entries.Select(entry => $"{entry.Name}: {Of(entry.Type)}"))}>",
        FunctionTypeSyntax function => $"function<{string.Join(", ", function.Parameters.Select(Of))}> -> {Of(function.Result)}",
        _ => "Any",
    };

    public static string Quoted(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in value)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsSurrogate(character) => $"\\u{((int)character).ToString("X4", CultureInfo.InvariantCulture)}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}

using System.Text;

namespace Funeng.Feel.Values;

/// <summary>The text forms of values: what <c>string()</c> gives, and literals that FEEL reads back.</summary>
internal static class ValueText
{
    /// <summary>Longer texts of lists and contexts are cut: values that share their parts could grow without end.</summary>
    public const int LongestText = 10_000_000;

    private const string Cut = "…";

    public static string Text(in FeelValue value) => value.Kind switch
    {
        FeelKind.String => value.AsString(),
        FeelKind.Date => value.AsDate().ToString(),
        FeelKind.Time => value.AsTime().ToString(),
        FeelKind.DateTime => value.AsDateTime().ToString(),
        FeelKind.DaysTimeDuration => value.AsDaysTimeDuration().ToString(),
        FeelKind.YearsMonthsDuration => value.AsYearsMonthsDuration().ToString(),
        _ => Literal(value),
    };

    public static string Literal(in FeelValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, in FeelValue value)
    {
        if (text.Length > LongestText || Nesting.IsTooDeep)
        {
            text.Append(text.Length <= LongestText ? Cut : "");
            return;
        }

        switch (value.Kind)
        {
            case FeelKind.Null:
                text.Append("null");
                break;
            case FeelKind.Boolean:
                text.Append(value.IsTrue ? "true" : "false");
                break;
            case FeelKind.Number:
                text.Append(value.AsNumber().ToString());
                break;
            case FeelKind.String:
                AppendQuoted(text, value.AsString());
                break;
            case FeelKind.List:
                AppendList(text, value.AsList());
                break;
            case FeelKind.Context:
                AppendContext(text, value.AsContext());
                break;
            case FeelKind.Range:
                AppendRange(text, value.AsRange());
                break;
            case FeelKind.Function:
                text.Append(value.AsFunction());
                break;
            default:
                text.Append("@\"").Append(Text(value)).Append('"');
                break;
        }
    }

    private static void AppendList(StringBuilder text, FeelList list)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, list[i]);
        }

        text.Append(']');
    }

    private static void AppendContext(StringBuilder text, FeelContext context)
    {
        text.Append('{');
        for (var i = 0; i < context.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            AppendName(text, context.Names[i]);
            text.Append(": ");
            Append(text, context.Values[i]);
        }

        text.Append('}');
    }

    private static void AppendRange(StringBuilder text, FeelRange range)
    {
        if (range.Form != FeelRangeForm.Interval)
        {
            text.Append('(').Append(OperatorOf(range.Form)).Append(' ');
            Append(text, range.HasStart ? range.Start : range.End);
            text.Append(')');
            return;
        }

        text.Append(range.StartIncluded ? '[' : '(');
        Append(text, range.Start);
        text.Append("..");
        Append(text, range.End);
        text.Append(range.EndIncluded ? ']' : ')');
    }

    private static string OperatorOf(FeelRangeForm form) => form switch
    {
        FeelRangeForm.Less => "<",
        FeelRangeForm.LessOrEqual => "<=",
        FeelRangeForm.Greater => ">",
        FeelRangeForm.GreaterOrEqual => ">=",
        FeelRangeForm.Equal => "=",
        _ => "!=",
    };

    private static void AppendName(StringBuilder text, string name)
    {
        var isPlain = name.Length > 0 && !char.IsDigit(name[0])
            && name.All(sign => char.IsLetterOrDigit(sign) || char.IsSurrogate(sign) || sign is '_' or ' ' or '\'' or '-');
        if (isPlain)
            text.Append(name);
        else
            AppendQuoted(text, name);
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var sign in value)
        {
            _ = sign switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ => text.Append(sign),
            };
        }

        text.Append('"');
    }
}

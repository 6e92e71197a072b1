using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Engines.Tests.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Criteria;

/// <summary>FEEL texts over the sample catalogue, evaluated by what is possible and by plain FEEL.</summary>
internal static class Rules
{
    private static readonly FormulaCompiler Compiler = new(Samples.Catalogue);

    public static RuleExpression Compile(string text)
    {
        var diagnostics = new List<Funeng.Feel.Evaluation.Diagnostic>();
        var rule = Compiler.Compile(text, "test", diagnostics);
        Assert.True(rule is not null, $"{text}: {string.Join("; ", diagnostics)}");
        return rule;
    }

    public static Possible Possible(string text, params (string Key, FeelValue Value)[] facts) =>
        new PossibleFrame(Compile(text), new PossibleFacts(Samples.Applied(facts))).Evaluate();

    /// <summary>true, false, either, 5, [1..5], (1..), "a|b", anything.</summary>
    public static string Say(string text, params (string Key, FeelValue Value)[] facts) => Say(Possible(text, facts));

    public static string Say(in Possible value)
    {
        if (value.Kind == PossibleKind.Truth) return value.MayBeTrue && value.MayBeFalse ? "either" : value.MayBeTrue ? "true" : "false";
        if (value.TryGetValue(out var known)) return known.ToString();
        return value.Kind switch
        {
            PossibleKind.Number => Say(value.Interval),
            PossibleKind.Text => value.Texts is { } texts ? string.Join('|', texts.Order(StringComparer.Ordinal)) : "any text",
            PossibleKind.List => "[" + string.Join(", ", value.Items.Select(item => Say(item.Value) + (item.MayBeAbsent ? "?" : ""))) + "]",
            _ => "anything",
        };
    }

    private static string Say(in Interval interval) =>
        (interval.Low.IsOpen ? "(" : "[") + (interval.Low.IsFinite ? interval.Low.Value.ToString() : "") + ".."
        + (interval.High.IsFinite ? interval.High.Value.ToString() : "") + (interval.High.IsOpen ? ")" : "]");
}

using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>What a function needs from the evaluation that calls it: a place for diagnostics and the clock.</summary>
internal interface ICallHost
{
    /// <summary>The moment that now() and today() show, with its zone; the same during one evaluation.</summary>
    FeelDateTime Now { get; }

    /// <summary>Takes steps from what one evaluation may do; false, with the reason recorded, when there are none left.</summary>
    bool Spend(long steps);

    /// <summary>Records why the present call is null.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="word">A constant: the thing that has no value, the type that was expected, the function.</param>
    /// <param name="value">The first offending value.</param>
    /// <param name="other">The second offending value.</param>
    void Report(DiagnosticKind kind, string word, FeelValue value = default, FeelValue other = default);
}

using Funeng.Feel.BuiltIns;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.BuiltIns;

/// <summary>Calls built-in functions and keeps what they report.</summary>
internal sealed class Calls : ICallHost
{
    private readonly List<DiagnosticKind> _reported = [];

    public FeelDateTime Now { get; } = FeelDateTime.From(new DateTimeOffset(2026, 2, 28, 9, 30, 0, TimeSpan.FromHours(8)));

    public bool Spend(long steps) => true;

    public static FeelValue Function(string name) => BuiltInLibrary.Find(name)!;

    public static FeelValue Call(string name, params FeelValue[] arguments) => BuiltInLibrary.Find(name)!.Invoke(arguments, new Calls());

    public static string Text(string name, params FeelValue[] arguments) => Call(name, arguments).ToString();

    /// <summary>Why the call is null.</summary>
    public static DiagnosticKind WhyNull(string name, params FeelValue[] arguments)
    {
        var host = new Calls();
        Assert.True(BuiltInLibrary.Find(name)!.Invoke(arguments, host).IsNull);
        return Assert.Single(host._reported);
    }

    public static FeelValue At(string text) => TemporalText.Parse(text);

    public static FeelList List(params FeelValue[] items) => FeelList.Create(items);

    public void Report(DiagnosticKind kind, string word, FeelValue value = default, FeelValue other = default) => _reported.Add(kind);
}

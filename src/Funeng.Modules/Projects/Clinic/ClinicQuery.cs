using System.Globalization;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Problems;
using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>The list of cases as an address says it. What the address says wrongly falls back silently.</summary>
public sealed record ClinicQuery
{
    public const string Open = "", Mine = "mine", Leader = "leader", Over = "over", Figures = "figures", Rounds = "rounds";

    public static readonly IReadOnlyList<string> Controls = ["round", "class", "state", "urgency"];

    public string Tab { get; init; } = "";

    public string Text { get; init; } = "";

    public long? Round { get; init; }

    public ProblemClass? Class { get; init; }

    public ClinicState? State { get; init; }

    public ClinicUrgency? Urgency { get; init; }

    public int Page { get; init; } = 1;

    public static ClinicQuery Read(IQueryCollection query)
    {
        string Value(string name) => query.TryGetValue(name, out var values) && values.ToString().Trim() is { Length: <= 60 } text ? text : "";
        T? Member<T>(string name)
            where T : struct, Enum => Enum.TryParse<T>(Value(name), out var member) && Enum.IsDefined(member) ? member : null;
        return new ClinicQuery
        {
            Tab = Value("tab") is Mine or Leader or Over or Figures or Rounds ? Value("tab") : Open,
            Text = Value("q"), Class = Member<ProblemClass>("class"), State = Member<ClinicState>("state"), Urgency = Member<ClinicUrgency>("urgency"),
            Round = long.TryParse(Value("round"), NumberStyles.None, CultureInfo.InvariantCulture, out var round) ? round : null,
            Page = int.TryParse(Value("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 10_000 ? page : 1,
        };
    }

    public ListAddress Address() => new(
        "/projects/clinic", ("tab", Tab), ("q", Text), ("round", Round?.ToString(CultureInfo.InvariantCulture)), ("class", Class?.ToString()), ("state", State?.ToString()),
        ("urgency", Urgency?.ToString()), ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)));
}

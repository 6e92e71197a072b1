using System.Text.Json;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Check;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>
/// The worked examples of the field, read as they are and decided by our packs: results, gates and group scores come out exactly.
/// The file lies beside the checkout; where it is absent the tests are skipped.
/// </summary>
public sealed class SharedExampleTests
{
    private static readonly string Path_ = System.IO.Path.GetFullPath(Repository.Folder("..", "shared", "domain", "criteria", "examples.json"));
    private static readonly string Alternative = System.IO.Path.GetFullPath(Repository.Folder("..", "..", "shared", "domain", "criteria", "examples.json"));
    private static readonly DateOnly On = new(2026, 6, 30);
    private static readonly Lazy<RuleBook> Book = new(() => RuleBook.Load(Repository.Folder("rules")));

    [Fact]
    public void Every_enterprise_profile_is_decided_as_expected()
    {
        foreach (var example in Examples().GetProperty("schemes").EnumerateArray())
        {
            var subject = Subject(example.GetProperty("facts"), example.GetProperty("titles_held"));
            foreach (var scheme in example.GetProperty("expected").EnumerateObject()) Compare(scheme.Name, subject, scheme.Value);
        }
    }

    [Fact]
    public void Every_listing_profile_meets_the_standards_expected()
    {
        foreach (var example in Examples().GetProperty("listing").EnumerateArray())
        {
            var subject = Subject(example.GetProperty("facts"), null);
            foreach (var scheme in example.GetProperty("expected").EnumerateObject()) CompareOutcomes(Decide(scheme.Name, subject), scheme.Value);
            CompareOutcomes(Decide("listing-star-2024", subject), example.GetProperty("star_attributes"));
        }
    }

    [Fact]
    public void The_high_tech_enterprise_is_open_before_and_decided_after_the_experts()
    {
        var all = Examples();
        var example = all.GetProperty("high_tech")[0];
        var basis = all.GetProperty("schemes").EnumerateArray().Single(other => other.GetProperty("id").GetString() == example.GetProperty("facts_from").GetString());
        var before = Subject(basis.GetProperty("facts"), example.GetProperty("titles_held"), example.GetProperty("facts"));
        Compare("high-tech-enterprise-2016", before, example.GetProperty("expected_before_experts"));
        foreach (var round in new[] { "a", "b" })
        {
            var after = before.ToBuilder();
            foreach (var points in example.GetProperty($"expert_points_{round}").EnumerateObject())
            {
                var review = Book.Value.Catalogue.FindByName("评审_高新技术2016_" + points.Name)!;
                after.Assume(review, FeelValue.From(points.Value.GetDecimal()), On);
            }

            Compare("high-tech-enterprise-2016", after.Build(), example.GetProperty($"expected_{round}"));
        }
    }

    private static JsonElement Examples()
    {
        var path = File.Exists(Path_) ? Path_ : Alternative;
        Assert.SkipUnless(File.Exists(path), "shared/domain/criteria/examples.json is not beside the checkout");
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }

    private static SubjectFacts Subject(JsonElement facts, JsonElement? titles, JsonElement? more = null)
    {
        var builder = new SubjectFacts.Builder(Book.Value.Catalogue);
        foreach (var fact in facts.EnumerateObject().Concat(more?.EnumerateObject() ?? default)) Assume(builder, fact);
        foreach (var title in titles?.EnumerateArray() ?? default)
            builder.Add(new TitleGrant(title.GetString()!, "", On, On, FilingRef.Assumed, DateTimeOffset.UnixEpoch));
        return builder.Build();
    }

    private static void Assume(SubjectFacts.Builder builder, JsonProperty fact)
    {
        var definition = Book.Value.Catalogue.Get(fact.Name);
        FeelValue value = fact.Value.ValueKind switch
        {
            JsonValueKind.Number => FeelValue.From(fact.Value.GetDecimal() * (definition.IsMoney ? 10_000 : 1)),
            JsonValueKind.True => FeelValue.True,
            JsonValueKind.False => FeelValue.False,
            JsonValueKind.String => FeelValue.From(fact.Value.GetString()),
            _ => FeelValue.Null,
        };
        builder.Assume(definition, value, On);
    }

    private static Verdict Decide(string scheme, SubjectFacts subject) =>
        Book.Value.Decide(Book.Value.FindLatest(scheme)!, Book.Value.View(subject, On));

    private static void Compare(string scheme, SubjectFacts subject, JsonElement expected)
    {
        var verdict = Decide(scheme, subject);
        Assert.Equal((scheme, expected.GetProperty("result").GetString()), (scheme, VerdictSummary.Say(verdict.Outcome)));
        if (expected.TryGetProperty("gates", out var gates)) CompareOutcomes(verdict, gates);
        foreach (var way in new[] { "scorePass", "direct" })
        {
            if (expected.TryGetProperty(way, out var outcome)) Assert.Equal((scheme, way, outcome.GetString()), (scheme, way, Say(verdict, way)));
        }

        if (!expected.TryGetProperty("score", out var scores)) return;
        foreach (var score in scores.EnumerateObject())
        {
            var group = verdict.Findings.Single(finding => finding.Criterion.Key == score.Name && finding.Criterion.Kind is CriterionKind.Group or CriterionKind.Total && finding.Criterion.Key == score.Name);
            Assert.Equal((scheme, score.Name, Range(score.Value)), (scheme, score.Name, group.Score!.Value.ToString()));
        }
    }

    private static void CompareOutcomes(Verdict verdict, JsonElement expected)
    {
        foreach (var gate in expected.EnumerateObject())
            Assert.Equal((verdict.Scheme.Id, gate.Name, gate.Value.GetString()), (verdict.Scheme.Id, gate.Name, Say(verdict, gate.Name)));
    }

    private static string Say(Verdict verdict, string id) => RunCases.Say(verdict.Findings.First(finding => finding.Criterion.Id == id));

    private static string Range(JsonElement score) =>
        score.ValueKind == JsonValueKind.Array ? $"[{score[0].GetDecimal():0.##}, {score[1].GetDecimal():0.##}]" : $"{score.GetDecimal():0.##}";
}

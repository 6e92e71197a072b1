using Funeng.Engines.Facts;
using Funeng.Engines.Synthetic;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Registry.Place;

namespace Funeng.Host.Demo;

/// <summary>
/// What a made-up enterprise files: its own survey, here and there a correction of it and a figure of the tax office that differs, and the
/// opinions of reviewers about those that hold titles. Everything follows from the index, so the same city comes out every time.
/// </summary>
internal sealed class DemoFilings(FactCatalogue catalogue, DateTimeOffset surveyed, Func<SyntheticEnterprise, string?>? placeOf = null)
{
    private const int CorrectedEvery = 97, ConflictingEvery = 61, UncheckedEvery = 10;

    private readonly DemoPolicyFacts redeemed = new(surveyed.Year - 1);

    private readonly FactDefinition[] reviews = [.. catalogue.All.Where(definition => definition.Origin is FactOrigin.Review)];

    public IEnumerable<NewFiling> Of(SyntheticEnterprise enterprise, long subject)
    {
        foreach (var filing in enterprise.Filings)
            yield return Filing(subject, filing, FactSources.Synthetic, Said(enterprise, filing), surveyed, "年度调查");

        foreach (var (period, values) in redeemed.Of(enterprise))
            yield return new NewFiling(subject, period, FactSources.Synthetic, values) { Place = "兑现台账（演示）", LearnedAt = surveyed.AddDays(60), Reporter = "兑现部门" };

        if (Latest(enterprise) is { } latest)
        {
            if (enterprise.Index % CorrectedEvery == 5)
                yield return Filing(subject, latest, FactSources.Synthetic, [Scaled(latest, "revenue", 102)], surveyed.AddDays(40), "企业更正");
            if (enterprise.Index % ConflictingEvery == 7)
                yield return Filing(subject, latest, "tax", [Scaled(latest, "revenue", 96)], surveyed.AddDays(25), "汇算清缴（演示）");
        }

        var opinions = Opinions(enterprise).ToList();
        if (opinions.Count > 0)
            yield return new NewFiling(subject, Period.State, "review", opinions) { Place = "专家评审（演示）", LearnedAt = surveyed.AddDays(50), Reporter = "评审组" };
    }

    // Of one in ten nobody has checked which titles it holds: without a grant, its titles are open.
    private IEnumerable<KeyValuePair<string, FeelValue>> Said(SyntheticEnterprise enterprise, SyntheticFiling filing)
    {
        var said = filing.Values.Where(value => catalogue.Find(value.Key) is not null);
        if (filing.Year == 0 && placeOf?.Invoke(enterprise) is { } place) said = said.Append(new(FilePlaces.Fact, FeelValue.From(place)));
        return filing.Year == 0 && enterprise.Index % UncheckedEvery != 3 ? said.Append(new(SubjectFacts.TitlesChecked, FeelValue.True)) : said;
    }

    /// <summary>The filing of the last full year, if it has a revenue.</summary>
    private static SyntheticFiling? Latest(SyntheticEnterprise enterprise) => enterprise.Filings
        .Where(filing => filing.Values.Any(value => value.Key == "revenue"))
        .MaxBy(filing => filing.Year);

    private static KeyValuePair<string, FeelValue> Scaled(SyntheticFiling filing, string key, int percent)
    {
        var value = filing.Values.First(pair => pair.Key == key).Value.AsNumber();
        return new(key, value.TryToInt64(out var yuan) ? FeelValue.From(yuan / 100 * percent) : FeelValue.From(value));
    }

    // Reviewers look at those that hold a title; seven of ten items are answered, one of nine answers is unfavourable.
    private IEnumerable<FiledValue> Opinions(SyntheticEnterprise enterprise)
    {
        if (enterprise.Grants.Count == 0)
            yield break;
        for (var item = 0; item < reviews.Length; item++)
        {
            var draw = (enterprise.Index * 31 + item * 17) % 90;
            if (draw < 63)
                yield return new FiledValue(reviews[item].Key, Opinion(reviews[item], draw % 9 != 0));
        }
    }

    private static FeelValue Opinion(FactDefinition item, bool favourable)
    {
        if (item.Type == FactType.Boolean)
        {
            // Reasons to exclude, and valuations in hundreds of millions of dollars, are the exception.
            var question = ((FactOrigin.Review)item.Origin).Question;
            var isSeldom = question.Contains("存在", StringComparison.Ordinal) || question.Contains("估值", StringComparison.Ordinal);
            return FeelValue.From(favourable != isSeldom);
        }

        var most = item.Domain.Split("..") is [_, var end] && long.TryParse(end.TrimEnd(']', ')'), out var top) ? top : 0;
        return FeelValue.From(favourable ? most - most / 5 : most / 2);
    }

    private static NewFiling Filing(
        long subject, SyntheticFiling filing, string source, IEnumerable<KeyValuePair<string, FeelValue>> values, DateTimeOffset learned, string place) =>
        new(subject, filing.Year == 0 ? Period.State : new Period(filing.Year), source, [.. values.Select(value => new FiledValue(value.Key, value.Value))])
        {
            Place = place, LearnedAt = learned,
        };
}

using System.Collections.Concurrent;
using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Registry;

namespace Funeng.Modules.Cultivation;

/// <summary>
/// The names libraries add to list conditions: 在库<i>short name</i> for each library, 达标<i>short name</i> for a tier that shares its
/// scheme with others, and 称号剩余天数, the days until the first of the titles in force lapses.
/// </summary>
public sealed class CultivationTerms(FunengDatabase database, LibraryCatalogue libraries, TierStandards standards, TitleNames titles) : IListTerms
{
    /// <summary>What 称号剩余天数 is while no title is in force that lapses.</summary>
    public const long NoTitle = 99999;

    private const string DaysKey = "titleDaysLeft";

    private readonly CriteriaEvaluator evaluator = new();

    public IReadOnlyList<FactDefinition> Terms { get; } =
    [
        new(DaysKey, "称号剩余天数", "称号剩余天数", FactType.Integer, new FactOrigin.Filed(PerYear: false)) { Unit = "天", Domain = ">= 0" },
        .. libraries.Libraries.Select(library => Boolean("inLibrary:" + library.Id, InLibrary(library), $"在{library.Title}")),
        .. libraries.Libraries.Where(library => library.Tier is not null)
            .Select(library => Boolean("meetsTier:" + library.Id, MeetsTier(library), $"达到{library.ShortName}标准")),
    ];

    public static string InLibrary(LibraryDefinition library) => "在库" + library.ShortName;

    public static string MeetsTier(LibraryDefinition library) => "达标" + library.ShortName;

    public async Task<IReadOnlyDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>>> ReadAsync(
        IReadOnlyDictionary<long, SubjectFacts> subjects, DateOnly day, CancellationToken cancellation)
    {
        var members = (await MembersAsync(subjects.Keys, cancellation)).ToLookup(member => member.Subject, member => member.Library);
        var values = new ConcurrentDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>>();
        Parallel.ForEach(subjects.Keys, new ParallelOptions { CancellationToken = cancellation }, subject =>
        {
            var facts = subjects[subject];
            var own = members[subject].Select(library => KeyValuePair.Create("inLibrary:" + library, FeelValue.True)).ToList();
            if (DaysLeft(facts, day) is { } days) own.Add(new(DaysKey, FeelValue.From(days)));
            own.AddRange(TiersMet(facts, day));
            values[subject] = own;
        });
        return values;
    }

    // A tier whose verdict is open stays missing: nobody knows whether it is met.
    public FeelValue Otherwise(FactDefinition term) => term.Key switch
    {
        DaysKey => FeelValue.From(NoTitle),
        var key when key.StartsWith("meetsTier:", StringComparison.Ordinal) => FeelValue.Null,
        _ => FeelValue.False,
    };

    public IEnumerable<EvidenceLine> Beside(FactDefinition term, FactView view) => term.Key != DaysKey ? [] :
        Lapsing(view.Facts, view.On).OrderBy(grant => grant.To).GroupBy(grant => grant.To).Take(1).SelectMany(first => first)
            .Select(grant => new EvidenceLine("titleToLapse", "最先到期的称号", $"{titles.FullName(grant.Scheme)}，{Fmt.Date(grant.To)} 到期", "", grant.Filing.Source, "") { FiledAt = grant.LearnedAt });

    private static long? DaysLeft(SubjectFacts facts, DateOnly day) => Lapsing(facts, day).Min(grant => (long?)grant.To!.Value.DayNumber - day.DayNumber);

    private static IEnumerable<TitleGrant> Lapsing(SubjectFacts facts, DateOnly day) => facts.Titles.Where(grant => grant.IsValidOn(day) && grant.To is not null);

    private IEnumerable<KeyValuePair<string, FeelValue>> TiersMet(SubjectFacts facts, DateOnly day)
    {
        foreach (var tiers in libraries.Libraries.Where(library => library.Tier is not null).GroupBy(library => standards.SchemeOn(library, day)))
        {
            if (tiers.Key is not { } scheme)
                continue;

            var verdict = evaluator.Survey(scheme, new FactView(facts, day));
            foreach (var library in tiers)
            {
                if (verdict.Find(library.Tier!)?.Outcome is { } outcome and not Outcome.Unknown)
                    yield return new("meetsTier:" + library.Id, outcome == Outcome.Met ? FeelValue.True : FeelValue.False);
            }
        }
    }

    private async Task<List<(string Library, long Subject)>> MembersAsync(IEnumerable<long> subjects, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var ids = string.Join(',', subjects.Select(subject => subject.ToString(CultureInfo.InvariantCulture)));
        command.CommandText =
            $"select library, subject from library_record where closed_on is null and state in ('Member', 'UnderReview', 'Warned') and subject in ({ids})";
        var members = new List<(string, long)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) members.Add((reader.GetString(0), reader.GetInt64(1)));
        return members;
    }

    private static FactDefinition Boolean(string key, string name, string label) =>
        new(key, name, label, FactType.Boolean, new FactOrigin.Filed(PerYear: false));
}

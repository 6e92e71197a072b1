using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Compares the rows of a sheet with the register and with the facts that stand, and asks about what differs: a name, a place, a value
/// far from last year's. Rows the user may not write are refused here. Whoever has less than the city learns nothing of enterprises
/// elsewhere: a code he does not see waits for the city, whether it is new or registered somewhere else.
/// </summary>
public sealed class AskAboutRows(FunengDb db, FactReader facts, FactCatalogue catalogue, CodeGuesses guesses, CurrentUser user)
{
    private const int RowsAtOnce = 400;

    internal async Task<IReadOnlyList<EnterpriseRow>> RunAsync(IReadOnlyList<EnterpriseRow> rows, SheetText sheet, CancellationToken cancellation)
    {
        var asked = new List<EnterpriseRow>(rows.Count);
        var columns = new ColumnQuestions(sheet);
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            var known = await KnownAsync(chunk, cancellation);
            var values = await FactsAsync(chunk, known, cancellation);
            foreach (var row in chunk)
            {
                var guessed = CodeGuesses.AddName(await guesses.AddAsync(row, sheet.Plan.Find(ColumnKind.Code)!, known, cancellation), sheet.Plan.Find(ColumnKind.Name), known);
                asked.Add(Ask(guessed, known, values, sheet, columns));
            }
        }

        return columns.Fold(asked);
    }

    private EnterpriseRow Ask(
        EnterpriseRow row, KnownEnterprises known, Dictionary<long, SubjectFacts> values, SheetText sheet, ColumnQuestions columns)
    {
        if (row.Code.Length == 0)
        {
            return row;
        }

        var organization = known.Find(row.Code);
        row = row with { IsUnplaced = row.Region is null && organization?.Region is null };
        if (row.IsWritten)
        {
            return row;
        }

        if (!MayWrite(row, organization, known))
        {
            var code = sheet.Plan.Find(ColumnKind.Code)!;
            return row with
            {
                Problems =
                [
                    .. row.Problems,
                    new CellProblem(row.Row, code.Index, code.Heading, row.Code, "不在您的管理范围内，或没有写明所在镇街。请写明本辖区的镇街；其他辖区的企业由所在地经办。", null),
                ],
            };
        }

        row = RegisterQuestions.Ask(row, organization, known, sheet);
        if (organization is null && !Registers)
        {
            row = row with { Questions = [.. row.Questions, RegisterQuestions.Wait(row, sheet)] };
        }

        var questions = ValueQuestions.Ask(row, organization is null ? null : values.GetValueOrDefault(organization.Id), catalogue, sheet, columns);
        return questions.Count == 0 ? row : row with { Questions = [.. row.Questions, .. questions] };
    }

    /// <summary>Who has the whole city registers enterprises and lets them move; the others report them.</summary>
    private bool Registers => user.Scope.CoversUnplaced;

    private bool MayWrite(EnterpriseRow row, KnownEnterprise? organization, KnownEnterprises known)
    {
        var isElsewhere = Registers && known.Elsewhere.Contains(row.Code);
        var staysWithin = (row.Region is null && row.Zone is null && organization is not null) || user.Scope.Everything
            || user.Scope.Covers(row.Region ?? organization?.Region, row.Zone ?? organization?.Zone, organization?.Id ?? -1);
        return !isElsewhere && staysWithin;
    }

    private async Task<Dictionary<long, SubjectFacts>> FactsAsync(EnterpriseRow[] rows, KnownEnterprises known, CancellationToken cancellation)
    {
        var values = new Dictionary<long, SubjectFacts>();
        var subjects = rows.Where(row => row.Facts.Count > 0 && !row.IsWritten).Select(row => known.Find(row.Code)?.Id).OfType<long>().Distinct().ToList();
        if (subjects.Count > 0)
        {
            await foreach (var (subject, present) in facts.LoadSubjectsAsync(subjects, null, cancellation))
            {
                values[subject] = present;
            }
        }

        return values;
    }

    private async Task<KnownEnterprises> KnownAsync(EnterpriseRow[] rows, CancellationToken cancellation)
    {
        var codes = rows.Select(row => row.Code).Where(code => code.Length > 0).Distinct().ToArray();
        var names = rows.Select(row => row.Name).Where(name => name.Length > 0).Distinct().ToArray();
        var found = await db.Set<Organization>().AsNoTracking()
            .Where(organization => organization.Kind == OrganizationKind.Enterprise && (codes.Contains(organization.Code) || names.Contains(organization.Name)))
            .Select(organization => new KnownEnterprise(organization.Id, organization.Code, organization.Name, organization.Region, organization.Zone))
            .ToListAsync(cancellation);
        // Nobody learns of an enterprise outside the own scope by trying names or codes.
        var seen = found.FindAll(organization => user.Scope.Everything || user.Scope.Covers(organization.Region, organization.Zone, organization.Id));
        var ids = seen.Select(organization => organization.Id).ToArray();
        var others = await db.Set<OrganizationName>().AsNoTracking().Where(name => ids.Contains(name.Organization))
            .Select(name => new { name.Organization, name.Name }).ToListAsync(cancellation);
        return new KnownEnterprises(
            seen.ToDictionary(organization => organization.Code), others.ToLookup(name => name.Organization, name => name.Name),
            seen.ToLookup(organization => organization.Name), found.Except(seen).Select(organization => organization.Code).ToHashSet());
    }
}

internal sealed record KnownEnterprise(long Id, string Code, string Name, string? Region, string? Zone);

/// <summary>The enterprises that some rows speak of and that the user sees.</summary>
/// <param name="ByCode">By code.</param>
/// <param name="OtherNames">Their former and short names.</param>
/// <param name="ByName">By registered name.</param>
/// <param name="Elsewhere">Codes of those he does not see. Only whoever has a whole city is told.</param>
internal sealed record KnownEnterprises(
    IReadOnlyDictionary<string, KnownEnterprise> ByCode, ILookup<long, string> OtherNames, ILookup<string, KnownEnterprise> ByName, IReadOnlySet<string> Elsewhere)
{
    public KnownEnterprise? Find(string code) => ByCode.GetValueOrDefault(code);
}

/// <summary>A sheet with the user's corrections over it, and the answers to what was asked.</summary>
internal sealed record SheetText(
    SheetPlan Plan, IReadOnlyDictionary<(int Row, int Column), string> Edits, IReadOnlyDictionary<string, string> Answers, RegionTree Regions)
{
    private readonly Dictionary<int, SheetColumn> columns = Plan.Columns.ToDictionary(column => column.Index);

    /// <summary>The rows were reported by somebody who may not register what they speak of.</summary>
    public bool IsHandedOn { get; init; }

    /// <summary>The names of the city and of what it lies in, the longer before the shorter.</summary>
    public IReadOnlyList<string> Everywhere { get; } = [.. Above(Regions.City, Regions).SelectMany(region => new[] { region.Name, region.ShortName }).OrderByDescending(name => name.Length)];

    public SheetColumn Column(int index) => columns[index];

    private static IEnumerable<Region> Above(Region? region, RegionTree regions)
    {
        for (; region is not null; region = regions.Find(region.Parent)) yield return region;
    }

    public string NameOf(string region) => Regions.Find(region) is { } found ? Regions.Find(found.Parent)?.Name + found.Name : region;

    public string Of(int row, int column) => Edits.TryGetValue((row, column), out var text) ? text : Plan.Sheet[row, column].Text;

    public CellQuestion Question(int row, SheetColumn column, QuestionKind kind, string message, string otherwise)
    {
        var isAnswered = Answers.TryGetValue($"{row},{column.Index}", out var answer);
        return new CellQuestion(row, column.Index, column.Heading, row < 0 ? "" : Of(row, column.Index), kind, message, answer ?? otherwise, isAnswered);
    }
}

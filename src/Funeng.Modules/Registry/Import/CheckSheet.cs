using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>Corrections a user made to how a sheet was understood.</summary>
public sealed record SheetCorrections
{
    public static SheetCorrections None { get; } = new();

    /// <summary>Column → the word of its meaning: revenueY1, @name, @ignore.</summary>
    public Dictionary<int, string> Columns { get; init; } = [];

    /// <summary>"row,column" → the text that replaces what stands there.</summary>
    public Dictionary<string, string> Cells { get; init; } = [];
}

/// <summary>Every way checking a file can end.</summary>
public abstract record SheetCheck
{
    private SheetCheck()
    {
    }

    /// <summary>The file cannot be read, or is no sheet of enterprises; the reason is Chinese and says what to do.</summary>
    public sealed record Refused(string Reason) : SheetCheck;

    public sealed record Checked(string Format, SheetPlan Plan, IReadOnlyList<EnterpriseRow> Rows, DateOnly On, string? TemplateVersion) : SheetCheck
    {
        public int Sound => Rows.Count(row => row.IsSound);

        public int Bad => Rows.Count - Sound;

        public IEnumerable<CellProblem> Problems => Rows.SelectMany(row => row.Problems);

        public IReadOnlyDictionary<int, string> Headings => Plan.Columns.ToDictionary(column => column.Index, column => column.Heading);
    }
}

/// <summary>Reads a file as far as it can be read without storing anything: file, head, every row, and whether the user may write it.</summary>
public sealed class CheckSheet(EnterpriseSheet sheets, FunengDb db, CurrentUser user)
{
    private const int CodesAtOnce = 500;

    public async Task<SheetCheck> RunAsync(Stream content, DateOnly on, SheetCorrections corrections, CancellationToken cancellation)
    {
        switch (SheetReader.Read(content, SheetLimits.Default))
        {
            case SheetReading.Refused refused:
                return new SheetCheck.Refused(refused.Reason);
            case SheetReading.Read read:
                return await RunAsync(read, on, corrections, cancellation);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<SheetCheck> RunAsync(SheetReading.Read read, DateOnly on, SheetCorrections corrections, CancellationToken cancellation)
    {
        var plan = SheetPlan.Find(read.Sheets, sheets.Book)?.With(Meanings(corrections));
        if (plan is null)
        {
            return new SheetCheck.Refused("没有找到表头。表中应有一行写着“统一社会信用代码”“企业名称”和各项指标的名称；可下载模板对照。");
        }

        if (!plan.Identifies)
        {
            return new SheetCheck.Refused("表中没有“统一社会信用代码”一列，无法确定是哪家企业。请补上这一列；可下载模板对照。");
        }

        var rows = sheets.Read(plan, on, Edits(corrections));
        return rows.Count == 0
            ? new SheetCheck.Refused("表头下面没有数据行。请填写后再上传。")
            : new SheetCheck.Checked(read.Format, plan, await WithinScopeAsync(rows, plan, cancellation), on, ImportTemplate.VersionOf(read.Sheets));
    }

    private Dictionary<int, ColumnMeaning> Meanings(SheetCorrections corrections)
    {
        var meanings = new Dictionary<int, ColumnMeaning>();
        foreach (var (column, word) in corrections.Columns)
        {
            // revenue/万元/2025: what, unit, year.
            var parts = word.Split('/');
            if (sheets.Book.MeaningOf(parts[0]) is { } meaning)
            {
                meanings[column] = meaning with
                {
                    Unit = parts.Length > 1 && Unit.Find(parts[1]) is { } unit && meaning.Fact is { } fact && unit.Measures(fact.Unit) ? unit : null,
                    Year = parts.Length > 2 && int.TryParse(parts[2], out var year) && year is > 1990 and < 2100 && meaning.Fact?.IsPerYear == true ? year : null,
                };
            }
        }

        return meanings;
    }

    private static Dictionary<(int Row, int Column), string> Edits(SheetCorrections corrections)
    {
        var edits = new Dictionary<(int, int), string>();
        foreach (var (place, text) in corrections.Cells)
        {
            var comma = place.IndexOf(',', StringComparison.Ordinal);
            if (comma > 0 && int.TryParse(place[..comma], out var row) && int.TryParse(place[(comma + 1)..], out var column))
            {
                edits[(row, column)] = text;
            }
        }

        return edits;
    }

    // The same words whether the enterprise exists elsewhere or not, so that nobody learns of records outside the own scope.
    private async Task<IReadOnlyList<EnterpriseRow>> WithinScopeAsync(IReadOnlyList<EnterpriseRow> rows, SheetPlan plan, CancellationToken cancellation)
    {
        if (user.Scope.Everything)
        {
            return rows;
        }

        var known = await PlacesAsync(rows, cancellation);
        var column = plan.Find(ColumnKind.Code)!;
        return [.. rows.Select(row => row.Code.Length == 0 || MayWrite(row, known.GetValueOrDefault(row.Code)) ? row : row with
        {
            Problems =
            [
                .. row.Problems,
                new CellProblem(row.Row, column.Index, column.Heading, row.Code, "不在您的管理范围内，或没有写明所在镇街。请写明本辖区的镇街；其他辖区的企业由所在地经办。", null),
            ],
        })];
    }

    private bool MayWrite(EnterpriseRow row, Place? known)
    {
        var mayWriteAsIs = known is null || user.Scope.Covers(known.Region, known.Zone, known.Id);
        var staysWithin = (row.Region is null && row.Zone is null && known is not null) || user.Scope.Covers(row.Region ?? known?.Region, row.Zone ?? known?.Zone, known?.Id ?? -1);
        return mayWriteAsIs && staysWithin;
    }

    private async Task<Dictionary<string, Place>> PlacesAsync(IReadOnlyList<EnterpriseRow> rows, CancellationToken cancellation)
    {
        var places = new Dictionary<string, Place>();
        foreach (var codes in rows.Select(row => row.Code).Where(code => code.Length > 0).Chunk(CodesAtOnce))
        {
            var found = await db.Set<Organization>().AsNoTracking()
                .Where(organization => organization.Kind == OrganizationKind.Enterprise && codes.Contains(organization.Code))
                .Select(organization => new { organization.Code, organization.Id, organization.Region, organization.Zone })
                .ToListAsync(cancellation);
            foreach (var row in found)
            {
                places[row.Code] = new Place(row.Id, row.Region, row.Zone);
            }
        }

        return places;
    }

    private sealed record Place(long Id, string? Region, string? Zone);
}

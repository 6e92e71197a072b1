using Funeng.Modules.Cultivation.Near;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>
/// Who is in a library, who waits for review and who is near its bar, as a file: the rows and columns of the page under the same conditions, all
/// pages of it; what the page says it leaves out stands below them. 应入未入 and 应出未出 are live lists and are taken away as such.
/// </summary>
public sealed class LibraryFile(ReadLibrary read, FindNear near, Places places, LibrarySight sight, CityProfile city, TimeProvider clock)
{
    public const int MostRows = 100_000;

    // Whoever waits for a file waits longer than for a page, but not without end: what is not worked out by then is said below the rows.
    private static readonly TimeSpan NearPatience = TimeSpan.FromSeconds(20);

    /// <returns>Null for a tab that has no file, or not for this user.</returns>
    internal async Task<LibraryRows?> RowsAsync(LibraryDefinition library, string? tab, LibraryFilter filter, string? distance, string? path, CancellationToken cancellation)
    {
        var all = filter with { Page = 1, Size = MostRows + 1 };
        switch (tab)
        {
            case null or "" or "members":
                return Members("在库", library, await read.MembersAsync(library.Id, all, cancellation), filter);
            case "nominations":
                return Members("提名与评审", library, await read.WaitingAsync(library.Id, all, cancellation), filter);
            case "near" when sight.SeesEnterprises && filter.AsOf is null:
                return await near.RunAsync(library, all, NearCard.DistanceOf(distance, library), cancellation, NearCard.PartOf(path, library), NearPatience) is { } page
                    ? new LibraryRows(new SheetLayout("接近门槛", [32, 22, 22, 10, 48, 30, 28, 60]) { FrozenColumns = 1 }, NearRows(page, library), page.Total) : null;
            default:
                return null;
        }
    }

    private LibraryRows Members(string name, LibraryDefinition library, LibraryPageRows found, LibraryFilter filter)
    {
        var today = city.Today(clock);
        return new LibraryRows(new SheetLayout(name, [32, 22, 22, 12, 14, 12, 30]) { FrozenColumns = 1 }, MemberRows(found.Rows, library, today, PastDay.Of(filter.AsOf, today) is not null), found.Total);
    }

    // On a past day the next date was another.
    private IEnumerable<IEnumerable<SheetValue>> MemberRows(IReadOnlyList<LibraryRow> rows, LibraryDefinition library, DateOnly today, bool isPast)
    {
        yield return TableFile.Head(["企业", "代码", "地区", "状态", "入口", "入库", .. isPast ? (string[])[] : ["下一日期"]]);
        foreach (var row in rows)
        {
            IEnumerable<SheetValue> cells =
            [
                SheetValue.Text(row.Name), SheetValue.Text(row.Code), SheetValue.Text(places.Of(row.Region, row.Zone)), SheetValue.Text(row.State.DisplayName()),
                SheetValue.Text(row.Door?.DisplayName() ?? ""), SheetValue.Date(row.ConfirmedOn),
            ];
            yield return isPast ? cells : cells.Append(SheetValue.Text(MemberWords.Next(row, library, today)));
        }
    }

    private IEnumerable<IEnumerable<SheetValue>> NearRows(NearPage page, LibraryDefinition library)
    {
        yield return TableFile.Head("企业", "代码", "地区", "判定", "差在哪里", "待补充", "最省路径", "要做的改变");
        foreach (var row in page.Rows)
        {
            var way = row.Plan?.Search.Best is null ? null : row.Plan;
            yield return
            [
                SheetValue.Text(row.Name), SheetValue.Text(row.Code), SheetValue.Text(places.Of(row.Region, row.Zone)), SheetValue.Text(VerdictTag.Word(row.Outcome)),
                SheetValue.Text(string.Join('；', row.Gaps)), SheetValue.Text(string.Join('、', row.Open)),
                SheetValue.Text(way is not null ? NearWords.When(way) : NearWords.NoWay(row.Plan, library)),
                SheetValue.Text(way is not null ? string.Join('；', NearWords.Changes(way)) : row.Plan?.Search.IsExact == true ? NearWords.WhyNone(row.Plan) : ""),
            ];
        }

        if (page.IsUnderWay) yield return [SheetValue.Text($"说明：这张表不全，还在测算{NearWords.UnderWay(page)}；几分钟后再导出一次就齐了。")];
        foreach (var words in NearWords.LeftOut(page)) yield return [SheetValue.Text("说明：" + words)];
    }
}

/// <param name="Total">Without the head and what stands below the rows.</param>
internal sealed record LibraryRows(SheetLayout Sheet, IEnumerable<IEnumerable<SheetValue>> Rows, long Total);

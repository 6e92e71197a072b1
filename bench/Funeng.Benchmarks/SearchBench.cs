using System.Diagnostics;
using System.Globalization;
using System.Text;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Browse;
using Funeng.Modules.Schemes;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Benchmarks;

/// <summary>
/// The register at the size of a whole city (by default 700,000 enterprises): search by name, part of a name, initials and code, and the pages of
/// the list, as an office of the city and as a township. The peer of the search is the database's own <c>like</c>. Names and figures only, no
/// facts: neither reads them. Options: enterprises, PostgreSQL connection string.
/// </summary>
internal static class SearchBench
{
    private const int Searches = 1500, Pages = 9;
    private const string Letters = "华光瑞丰泰和金鼎宏达新兴恒盛东岳齐鲁蓝天海川博山云峰正大鲁中昌盛凯盛美林赛克隆信科星汉耀明德康佳益众联创立诚安邦兴茂源清润泽";
    private static readonly string[] Trades = ["陶瓷", "化工", "新材料", "机械", "医药", "电子", "纺织", "食品", "建材", "物流", "商贸", "精密制造", "环保科技", "泵业", "玻璃", "耐火材料"];
    private static readonly string[] Forms = ["有限公司", "股份有限公司", "集团有限公司", "科技有限公司", "厂"];
    private static readonly string[] Districts = ["370302", "370303", "370304", "370305", "370306", "370321", "370322", "370323"];
    private static readonly string[] Divisions = ["30", "26", "26", "34", "27", "39", "17", "14", "30", "59", "51", "35", "77", "34", "30", "30"];

    public static async Task<string> RunAsync(string[] options)
    {
        var count = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 700_000;
        await using var city = await BenchCity.StartAsync(options.Length > 1 ? options[1] : null, Add);
        var services = city.Services;
        await using (var unit = services.CreateAsyncScope())
        {
            await unit.ServiceProvider.GetRequiredService<OrganizationLoader>().WriteAsync(Enumerable.Range(0, count).Select(Make), CancellationToken.None);
        }

        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"\n| {count:N0} enterprises, {services.GetRequiredService<FunengDatabase>().Kind} | median | 95 of 100 | most |").AppendLine("| --- | ---: | ---: | ---: |");
        await SearchAsync(services, count, report);
        await ListAsync(services, report);
        return report.ToString();
    }

    private static void Add(IServiceCollection services) =>
        services.AddFoundation().AddShell().AddFacts().AddSchemes().AddRegistry().AddLists().AddCultivation();

    private static LoadedOrganization Make(int index)
    {
        var noise = Noise(index);
        var trade = (int)(noise % (ulong)Trades.Length);
        var name = new StringBuilder(index % 5 == 0 ? "山东" : "淄博");
        for (var letter = 0; letter < 2 + index % 2; letter++)
        {
            name.Append(Letters[(int)(Noise(index * 7 + letter) % (ulong)Letters.Length)]);
        }

        var district = Districts[(int)((noise >> 8) % (ulong)Districts.Length)];
        return new LoadedOrganization(
            index + 1, OrganizationKind.Enterprise, Code(index, district), name.Append(Trades[trade]).Append(Forms[(int)((noise >> 20) % (ulong)Forms.Length)]).ToString(),
            $"{district}{(noise >> 32) % 12 + 1:000}", index % 9 == 0 ? "370300-GX" : null, Divisions[trade] + "99", new DateOnly(1985 + index % 40, 1 + index % 12, 1))
        {
            RevenueYear = 2025, Revenue = index % 10 == 0 ? null : noise % 5_000_000_000 / 100m, Employees = index % 10 == 1 ? null : (long)(noise % 3000),
        };
    }

    private static string Code(int index, string district) => string.Create(CultureInfo.InvariantCulture, $"91{district}FN{index:00000000}");

    private static ulong Noise(int index)
    {
        var state = (ulong)index * 0x9E3779B97F4A7C15 + 0x1234567;
        state ^= state >> 31;
        state *= 0xBF58476D1CE4E5B9;
        return state ^ (state >> 27);
    }

    private static async Task SearchAsync(ServiceProvider services, int count, StringBuilder report)
    {
        var index = services.GetRequiredService<EnterpriseIndex>();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        await index.SearchAsync("淄博", Scope.All, 0, 10, CancellationToken.None);
        report.AppendLine(CultureInfo.InvariantCulture, $"| names read into memory, first search | {clock.Elapsed.TotalSeconds:0.0} s | | {(GC.GetTotalMemory(forceFullCollection: true) - memory) / 1e6:N0} MB |");
        var texts = Enumerable.Range(0, Searches).Select(number => Text(number, count)).ToList();
        foreach (var (who, scope) in new[] { ("whole city", Scope.OfRegions("3703")), ("one township", Scope.OfRegions("370303003")) })
        {
            Add(report, $"search, {who}", await TimeAsync(texts, text => index.SuggestAsync(text, scope, 10, CancellationToken.None)));
        }

        foreach (var text in new[] { "淄博", "公司", "ZB", "司", "淄博 陶瓷" })
        {
            Add(report, $"suggestions for “{text}”, whole city", await TimeAsync(Enumerable.Repeat(text, Pages), one => index.SuggestAsync(one, Scope.OfRegions("3703"), 10, CancellationToken.None)));
        }

        string[] single = [.. "淄山张临博桓高沂周市公司有限科技贸易机械化工陶瓷建材电子材料ZBSDKJ9123"
            .Select(letter => letter.ToString()).Distinct()];
        foreach (var (who, scope) in new[] { ("whole city", Scope.OfRegions("3703")), ("one township", Scope.OfRegions("370303003")) })
        {
            Add(report, $"suggestions for one character, {who}", await TimeAsync(Enumerable.Repeat(single, 5).SelectMany(some => some), one => index.SuggestAsync(one, scope, 10, CancellationToken.None)));
        }

        Add(report, "all of “淄博” counted, whole city", await TimeAsync(Enumerable.Repeat("淄博", Pages), one => index.SearchAsync(one, Scope.OfRegions("3703"), 0, 10, CancellationToken.None)));
        Add(report, "one name changed, then searched", await TimeAsync(Enumerable.Range(1, Pages), async id =>
        {
            await index.ChangedAsync([id], CancellationToken.None);
            await index.SuggestAsync("陶瓷", Scope.OfRegions("3703"), 10, CancellationToken.None);
        }));

        Add(report, "peer: the database's like, whole city", await TimeAsync(texts.Take(Pages), async text =>
        {
            await using var connection = await services.GetRequiredService<FunengDatabase>().OpenAsync(CancellationToken.None);
            await using var command = connection.CreateCommand();
            command.CommandText = $"select id from organization where kind = 'Enterprise' and region like '3703%' and (name like '%{text}%' or code like '%{text}%') order by name limit 10";
            await command.ExecuteScalarAsync();
        }));
    }

    private static string Text(int number, int count)
    {
        var made = Make((int)(Noise(number + 77) % (ulong)count));
        return (number % 6) switch
        {
            0 => made.Name,
            1 => made.Name[2..4],
            2 => made.Code,
            3 => made.Name[2..^4],
            4 => Initials.Of(made.Name)[..5],
            _ => $"{made.Name[..2]} {made.Name[2..4]}",
        };
    }

    private static async Task ListAsync(ServiceProvider services, StringBuilder report)
    {
        EnterpriseQuery first = new();
        (string What, EnterpriseQuery Query)[] pages =
        [
            ("list, first page, by revenue", first), ("list, page 2,000", first with { Page = 2000 }), ("list, by name", first with { Sort = "name" }),
            ("list, by employees", first with { Sort = "-employees" }), ("list, last changed", first with { Sort = "-changed" }), ("list, one district", first with { County = "370303" }),
            ("list, one township", first with { Township = "370303003" }), ("list, one zone", first with { Zone = "370300-GX" }), ("list, manufacturing", first with { Industry = "C" }),
            ("list, named 瑞丰", first with { Text = "瑞丰" }), ("list, named 淄博", first with { Text = "淄博" }),
        ];
        foreach (var (what, query) in pages)
        {
            Add(report, what, await TimeAsync(Enumerable.Repeat(query, Pages), one => InUnitAsync(services, browse => browse.RunAsync(one, CancellationToken.None))));
        }

        Add(report, "numbers on the tabs", await TimeAsync(Enumerable.Repeat(first, Pages), _ => InUnitAsync(services, browse => browse.CountTabsAsync(CancellationToken.None))));
    }

    private static async Task InUnitAsync<T>(ServiceProvider services, Func<BrowseEnterprises, Task<T>> work)
    {
        await using var unit = services.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(1, "bench", Role.BureauOfficer, Scope.OfRegions("3703"));
        await work(unit.ServiceProvider.GetRequiredService<BrowseEnterprises>());
    }

    private static async Task<List<double>> TimeAsync<T>(IEnumerable<T> inputs, Func<T, Task> work)
    {
        var all = inputs.ToList();
        await work(all[0]);
        var times = new List<double>(all.Count);
        foreach (var input in all)
        {
            var clock = Stopwatch.StartNew();
            await work(input);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        return times;
    }

    private static void Add(StringBuilder report, string what, List<double> times) => report.AppendLine(
        CultureInfo.InvariantCulture, $"| {what} | {times[times.Count / 2]:0.0} ms | {times[(int)(times.Count * 0.95)]:0.0} ms | {times[^1]:0.0} ms |");
}

using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Plan;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Capacity;

/// <summary>What was typed about something scarce.</summary>
public sealed record TypedCapacity(string Name, string Office, string Nodes, string Amount, string From);

/// <summary>Writes down what an office of a place has, and accepts a proposed schedule: from then on the plans begin those nodes no earlier.</summary>
internal sealed class KeepCapacity(FunengDb db, CapacityBook book, IdSource ids, AuditTrail audit, CurrentUser user, TimeProvider clock)
{
    /// <summary>Chosen for what holds only the nodes that name it; nothing chosen leaves the nodes of a known one as they are.</summary>
    public const string ByCrew = "*";

    private const int LongestName = 30, LongestNodes = 200, Largest = 1000;

    public bool MayKeep(string place) => user.Has(Permission.ManageProjects) && book.Places.Any(one => one.Code == place);

    /// <returns>What is wrong; null when this account keeps nothing of the place.</returns>
    public async Task<IReadOnlyList<Problem>?> SetAsync(string place, TypedCapacity typed, CancellationToken cancellation)
    {
        if (!MayKeep(place)) return null;
        var (name, office, problems) = (typed.Name.Trim(), typed.Office.Trim(), new List<Problem>());
        if (name.Length is < 2 or > LongestName) problems.Add(new("Name", $"请写名称，2 到 {LongestName} 个字，例如“联合验收组”。"));
        if (office.Length is < 2 or > LongestName) problems.Add(new("Office", $"请写是哪个部门的，2 到 {LongestName} 个字。"));
        var known = (await book.NodeNamesAsync(cancellation)).ToHashSet();
        var kept = await book.ResourcesAsync(place, cancellation);
        var (present, chosen) = (kept.FirstOrDefault(row => row.Resource.Name == name)?.Resource, typed.Nodes.Trim());
        var isAsItWas = present is not null && chosen.Length == 0;
        List<string> nodes = isAsItWas ? [.. present!.NodeNames] : chosen == ByCrew ? [] : [.. chosen.Split(['、', ',', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        if (!isAsItWas && nodes.Count == 0 && !(await book.CrewsAsync(place, cancellation)).Contains(name)) problems.Add(new("Nodes", $"请选择用到它的环节；各方案里没有环节写着由“{(name.Length > 0 ? name : "它")}”来办。"));
        else if (string.Join('、', nodes).Length > LongestNodes) problems.Add(new("Nodes", $"用到它的环节合起来最多 {LongestNodes} 个字。"));
        else if (!isAsItWas && nodes.Find(node => !known.Contains(node)) is { } strange) problems.Add(new("Nodes", $"各方案里没有“{strange}”这个环节，请从列表里选。"));
        if (!int.TryParse(typed.Amount.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount > Largest) problems.Add(new("Amount", $"同时能办几个项目应是 0 到 {Largest} 的整数。"));
        var from = book.Today;
        if (typed.From.Trim().Length > 0 && (!DateOnly.TryParseExact(typed.From.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out from) || from < book.Today || from > book.Today.AddYears(3)))
            problems.Add(new("From", "从哪天起应是今天到三年以内的一天；留空就是今天。"));
        var taken = kept.Where(row => row.Resource.Name != name).SelectMany(row => row.Resource.NodeNames.Intersect(nodes).Select(node => (node, row.Resource.Name))).ToList();
        if (taken.Count > 0) problems.Add(new("Nodes", $"“{taken[0].node}”已经由“{taken[0].Name}”办，一个环节只归一处。"));
        if (problems.Count > 0) return problems;
        await WriteAsync(place, name, office, string.Join('、', nodes), amount, from, cancellation);
        audit.Record("更新办理力量", $"capacity:{place}", $"{name}（{office}）：{Fmt.Date(from)} 起同时能办 {amount} 个，{(nodes.Count > 0 ? $"用于{string.Join("、", nodes)}" : "用于写明由它来办的环节")}");
        return await SaveAsync(cancellation);
    }

    /// <param name="stamp">That of the proposal that was shown.</param>
    /// <returns>What is wrong; null when this account keeps nothing of the place.</returns>
    public async Task<IReadOnlyList<Problem>?> AcceptAsync(string place, string stamp, string reason, CancellationToken cancellation)
    {
        if (!MayKeep(place)) return null;
        if (reason.Trim().Length is < 2 or > 200) return [new("Reason", "请写明依据，例如“专班会商同意”。")];
        var plan = await book.PlanAsync(place, await book.ResourcesAsync(place, cancellation), cancellation);
        if (plan.Nodes.Count == 0 || plan.Stamp != stamp) return [new("", "方案、力量或日期刚刚变了，建议已经重新排过。请看过新的建议再采纳。")];
        long[] wanted = [.. plan.Nodes.Keys];
        var nodes = await db.Set<ProjectNode>().Where(node => wanted.Contains(node.Id)).ToListAsync(cancellation);
        foreach (var node in nodes.Where(node => node.NotBefore != plan.Nodes[node.Id])) (node.NotBefore, node.Version) = (plan.Nodes[node.Id], node.Version + 1);
        audit.Record("采纳排期建议", $"capacity:{place}", $"{reason.Trim()}：{plan.Moved.Count} 个环节改期", new { Nodes = plan.Moved.Select(moved => new { moved.Code, moved.NodeName, moved.From }) }, new { Nodes = plan.Moved.Select(moved => new { moved.Code, moved.NodeName, From = moved.To }) });
        foreach (var project in plan.Moved.GroupBy(moved => moved.Code))
            audit.Record("采纳排期建议", $"project:{project.Key}", $"{string.Join("；", project.Select(moved => $"{moved.NodeName}由 {Fmt.Date(moved.From)} 改为 {Fmt.Date(moved.To)} 开始（{moved.Resource}）"))}。{reason.Trim()}");
        return await SaveAsync(cancellation);
    }

    private async Task WriteAsync(string place, string name, string office, string nodes, int amount, DateOnly from, CancellationToken cancellation)
    {
        if (await db.Set<ScarceResource>().SingleOrDefaultAsync(row => row.Place == place && row.Name == name, cancellation) is not { } resource)
            db.Add(resource = new ScarceResource { Id = ids.Next(), Place = place, Office = office, Name = name, Nodes = nodes, Who = user.Name, At = clock.GetUtcNow() });
        (resource.Office, resource.Nodes, resource.Who, resource.At, resource.Version) = (office, nodes, user.Name, clock.GetUtcNow(), resource.Version + 1);
        if (await db.Set<ScarceAmount>().SingleOrDefaultAsync(row => row.Resource == resource.Id && row.FromOn == from, cancellation) is { } row) row.Amount = amount;
        else db.Add(new ScarceAmount { Id = ids.Next(), Resource = resource.Id, FromOn = from, Amount = amount });
    }

    private async Task<IReadOnlyList<Problem>> SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return [];
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return [new("", "刚刚有人改过这里，请看过现在的内容再改。")];
        }
    }
}

namespace Funeng.Modules.Foundation.Home;

/// <summary>The entries of one kind on the workbench, the most urgent first.</summary>
/// <param name="IsFolded">Shown as one line that opens.</param>
public sealed record WorkGroup(string Kind, IReadOnlyList<WorkItem> Items, bool IsFolded, DateOnly Today)
{
    /// <summary>A workbench of so many entries is read as it is.</summary>
    private const int ShortWork = 8;

    private const int LongKind = 4;

    public WorkItem First => Items[0];

    /// <summary>How many there are, and how many of them are late.</summary>
    public string Title
    {
        get
        {
            var (open, late) = (Items.Sum(item => item.Count), Items.Sum(item => item.LateOn(Today)));
            return late == 0 ? $"{open} 项" : late == open ? $"{open} 项，都已超期" : $"{open} 项，{late} 项超期";
        }
    }

    /// <summary>The first of them.</summary>
    public string Text => $"{(First.Due < Today ? "最久" : "最急")}：{First.Title}";

    /// <summary>The entries by kind in the order of their most urgent; kinds are kept together only where many entries would hide the others.</summary>
    public static IReadOnlyList<WorkGroup> Of(IReadOnlyList<WorkItem> work, DateOnly today)
    {
        var isShort = work.Count <= ShortWork;
        var many = work.GroupBy(item => item.Kind).Where(kind => !isShort && kind.Count() >= LongKind).ToDictionary(kind => kind.Key, kind => kind.ToList());
        return
        [
            .. work.Where(item => !many.TryGetValue(item.Kind, out var kind) || ReferenceEquals(kind[0], item))
                .Select(item => many.TryGetValue(item.Kind, out var kind) ? new WorkGroup(item.Kind, kind, true, today) : new WorkGroup(item.Kind, [item], false, today)),
        ];
    }
}

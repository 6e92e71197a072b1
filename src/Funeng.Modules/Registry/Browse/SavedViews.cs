using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Browse;

/// <summary>The signed-in user's own views of the list of enterprises.</summary>
public sealed class SavedViews(FunengDb db, CurrentUser user, IdSource ids, TimeProvider time)
{
    private const int Most = 12, LongestName = 20, LongestQuery = 2000;

    public async Task<IReadOnlyList<SavedView>> MineAsync(CancellationToken cancellation) =>
        await Mine().AsNoTracking().OrderBy(view => view.CreatedAt).ToListAsync(cancellation);

    /// <summary>Saves the view an address shows.</summary>
    public async Task<(SavedView? View, IReadOnlyList<Problem> Problems)> SaveAsync(string name, EnterpriseQuery query, bool asDefault, CancellationToken cancellation)
    {
        name = name.Trim();
        var mine = await Mine().ToListAsync(cancellation);
        if (Refusal(name, mine) is { } refusal || user.Id is not { } account)
        {
            return (null, [new Problem("ViewName", Refusal(name, mine) ?? "请先登录。")]);
        }

        var view = new SavedView { Id = ids.Next(), Account = account, Name = name, Query = QueryOf(query), IsDefault = asDefault, CreatedAt = time.GetUtcNow() };
        mine.ForEach(other => other.IsDefault &= !asDefault);
        db.Add(view);
        await db.SaveChangesAsync(cancellation);
        return (view, []);
    }

    /// <summary>The view as it is to be from now on; false when it is not the user's.</summary>
    public async Task<bool> UpdateAsync(long id, EnterpriseQuery query, CancellationToken cancellation)
    {
        var text = QueryOf(query);
        return await Mine().Where(view => view.Id == id).ExecuteUpdateAsync(row => row.SetProperty(view => view.Query, text), cancellation) > 0;
    }

    /// <summary>The list opens with this view, or with all enterprises again when it did so already.</summary>
    public async Task ToggleDefaultAsync(long id, CancellationToken cancellation)
    {
        foreach (var view in await Mine().ToListAsync(cancellation))
        {
            view.IsDefault = view.Id == id && !view.IsDefault;
        }

        await db.SaveChangesAsync(cancellation);
    }

    public Task DeleteAsync(long id, CancellationToken cancellation) => Mine().Where(view => view.Id == id).ExecuteDeleteAsync(cancellation);

    public static string Address(SavedView view) =>
        FormattableString.Invariant($"/enterprises?{view.Query}{(view.Query.Length > 0 ? "&" : "")}saved={view.Id}");

    public static EnterpriseQuery Read(SavedView view, IEnumerable<IEnterpriseFilter> filters) =>
        EnterpriseQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(view.Query)), filters);

    private static string QueryOf(EnterpriseQuery query)
    {
        var address = (query with { Page = 1, Saved = "", Picked = [] }).Address().ToString();
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 || address.Length - mark > LongestQuery ? "" : address[(mark + 1)..];
    }

    private static string? Refusal(string name, List<SavedView> mine) => name switch
    {
        "" => "没有填写视图名称。",
        { Length: > LongestName } => $"视图名称有 {name.Length} 个字，最多 {LongestName} 个。",
        _ when mine.Exists(view => view.Name == name) => $"已有名为“{name}”的视图。请换一个名称，或打开它再更新。",
        _ when mine.Count >= Most => $"最多保存 {Most} 个视图。请先删除不用的。",
        _ => null,
    };

    private IQueryable<SavedView> Mine() => db.Set<SavedView>().Where(view => view.Account == user.Id);
}

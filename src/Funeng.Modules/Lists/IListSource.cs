namespace Funeng.Modules.Lists;

/// <summary>A module's own lists, made from its data (one for each library, say) and not from a file of their own.</summary>
public interface IListSource
{
    /// <summary>The definitions that hold on a day; their text changes with the rules in force on it.</summary>
    IReadOnlyList<LiveList> ListsOn(DateOnly day);
}

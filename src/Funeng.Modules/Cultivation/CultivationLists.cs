using Funeng.Modules.Lists;

namespace Funeng.Modules.Cultivation;

/// <summary>
/// The live lists every library brings along: 应入未入 (meets the standard in force, is not in the library) and 应出未出 (is in the
/// library, certainly no longer meets it). Their text follows the standard in force on the day.
/// </summary>
public sealed class CultivationLists(LibraryCatalogue libraries, TierStandards standards) : IListSource
{
    public static string ShouldEnter(LibraryDefinition library) => "should-enter-" + library.Id;

    public static string ShouldLeave(LibraryDefinition library) => "should-leave-" + library.Id;

    public IReadOnlyList<LiveList> ListsOn(DateOnly day) =>
        [.. libraries.Libraries.Where(library => !library.IsReadingOnly).SelectMany(library => ListsOf(library, day))];

    private IEnumerable<LiveList> ListsOf(LibraryDefinition library, DateOnly day)
    {
        // A library whose standard is not in force on the day (not yet, or no longer) has nothing to say about who belongs.
        if (standards.ConditionOn(library, day) is not { } meets)
            yield break;

        var member = CultivationTerms.InLibrary(library);
        yield return ListDefinitions.Make(
            ShouldEnter(library), $"{library.ShortName}应入未入", "", "enterprise", $"{meets} and not({member})",
            $"按现行标准已符合{library.ShortName}，尚未入库{(library.IsForSmes ? "；只限中小企业，大型企业请先核实规模" : "")}", library.Ladder.Owner, []);
        yield return ListDefinitions.Make(
            ShouldLeave(library), $"{library.ShortName}应出未出", "", "enterprise", $"{member} and not({meets})",
            $"在{library.Title}内，按现行标准已不符合", library.Ladder.Owner, []);
    }
}

namespace Funeng.Modules.Foundation.Ui;

/// <summary>
/// How large one file of a page may be, and how many it takes at once; every page with a field for files says so. The limit of the whole request is
/// higher, so that a file a little too large is refused beside its field: whoever passes both is told this one, or he would cut the file to a size that is
/// refused again.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LargestFileAttribute(long bytes, int atOnce = 1) : Attribute
{
    public long Bytes => bytes;

    public int AtOnce => atOnce;
}

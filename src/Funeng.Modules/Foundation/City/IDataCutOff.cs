namespace Funeng.Modules.Foundation.City;

/// <summary>Until when the data of the installation reach (数据截至); stands in the footer of every page. The Facts module knows.</summary>
public interface IDataCutOff
{
    /// <summary>The moment at which anything was last learned; null while nothing is known.</summary>
    ValueTask<DateTimeOffset?> FindAsync(CancellationToken cancellation);
}

using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Foundation.Data;

/// <summary>
/// The one database context. Modules map their entities beside them with <see cref="IEntityTypeConfiguration{TEntity}"/>;
/// names become snake_case, enums text, instants microseconds. The schema itself is made by <see cref="SchemaMigrations"/>.
/// </summary>
public sealed class FunengDb(DbContextOptions<FunengDb> options)
    : IdentityUserContext<Account, long, IdentityUserClaim<long>, IdentityUserLogin<long>, IdentityUserToken<long>>(options)
{
    internal const string JsonMark = "Funeng:Json";

    public DbSet<Account> Accounts => Set<Account>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(FunengDb).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            NameLikeTheSchema((IConventionEntityType)entity);
            foreach (var property in entity.GetProperties())
            {
                FitProperty(property);
            }
        }
    }

    private static void NameLikeTheSchema(IConventionEntityType entity)
    {
        if (entity.GetViewName() is null && (entity.GetTableNameConfigurationSource() is null or ConfigurationSource.Convention))
        {
            entity.SetTableName(SnakeCase.Of(entity.ClrType.Name));
        }
    }

    private void FitProperty(IMutableProperty property)
    {
        if (((IConventionProperty)property).GetColumnNameConfigurationSource() is null or ConfigurationSource.Convention)
        {
            property.SetColumnName(SnakeCase.Of(property.Name));
        }

        if (property.ClrType == typeof(long) && property.IsPrimaryKey())
        {
            // Ids come from IdSource.
            property.ValueGenerated = ValueGenerated.Never;
        }

        if (property.FindAnnotation(JsonMark) is not null && Database.IsNpgsql())
        {
            property.SetColumnType("jsonb");
        }
    }
}

public static class JsonProperties
{
    /// <summary>Marks a text property whose column is declared <c>{json}</c> in the migrations.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property) => property.HasAnnotation(FunengDb.JsonMark, true);
}
